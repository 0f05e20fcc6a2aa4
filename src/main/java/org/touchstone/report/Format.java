package org.touchstone.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** How the values of a column are written. */
public enum Format {
  /** As it stands. */
  @JsonProperty("text")
  TEXT,
  /** A whole number with thousands separated. */
  @JsonProperty("count")
  COUNT,
  /** A share, written in per cent. */
  @JsonProperty("percent")
  PERCENT,
  /** A difference of shares, written in percentage points with its sign. */
  @JsonProperty("points")
  POINTS,
  /** A distance between shares, written in percentage points without a sign. */
  @JsonProperty("distance")
  DISTANCE,
  /** A p-value; the smallest are written as a bound. */
  @JsonProperty("p-value")
  P_VALUE,
  /** A number with three decimals. */
  @JsonProperty("decimal")
  DECIMAL,
  /** An {@link Estimate} of a share. */
  @JsonProperty("percent-estimate")
  PERCENT_ESTIMATE,
  /** An {@link Estimate} of a difference of shares. */
  @JsonProperty("points-estimate")
  POINTS_ESTIMATE,
  /** An {@link Estimate} of a number. */
  @JsonProperty("decimal-estimate")
  DECIMAL_ESTIMATE;

  /** The format by its name in {@code report.json}. */
  static Format named(String name) {
    return valueOf(name.replace('-', '_').toUpperCase(Locale.ROOT));
  }
}
