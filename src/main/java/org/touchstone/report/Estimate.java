package org.touchstone.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A number measured on a sample, with what it needs to be believed.
 *
 * @param value the number, in the unit that its place names; null if it could not be measured
 * @param low lower end of the 95 % interval, same unit; null if there is none
 * @param high upper end of the 95 % interval; null if there is none
 * @param standardError of the value, same unit; null if there is none
 * @param n rows that it rests on
 * @param clusters independent groups among those rows, usually clusters of prompts
 * @param method how the interval was made
 * @param reason why the value or the interval is missing; null if nothing is
 */
public record Estimate(
    @Nullable Double value,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Double standardError,
    long n,
    long clusters,
    String method,
    @Nullable String reason) {

  /** Standard errors that a true difference must reach to be seen in 80 of 100 samples. */
  private static final double DETECTABLE = 1.959964 + 0.841621;

  /** Refuses half an interval and an interval without its number. */
  public Estimate {
    if ((low == null) != (high == null) || (value == null && low != null)) {
      throw new IllegalArgumentException(
          "Cannot state %s with interval [%s, %s]: both ends and the value needed, or neither end"
              .formatted(value, low, high));
    }
  }

  /**
   * Returns a number that could not be measured.
   *
   * @param reason why, and what would be needed
   * @param n rows at hand
   * @param clusters independent groups at hand
   * @return an estimate without value
   */
  public static Estimate notMeasured(String reason, long n, long clusters) {
    return new Estimate(null, null, null, null, n, clusters, "none", reason);
  }

  /**
   * Returns a number without an interval.
   *
   * @param value the number
   * @param n rows that it rests on
   * @param clusters independent groups among them
   * @param reason why there is no interval
   * @return the estimate
   */
  public static Estimate bare(double value, long n, long clusters, String reason) {
    return new Estimate(value, null, null, null, n, clusters, "none", reason);
  }

  /**
   * Returns whether there is an interval.
   *
   * @return true if both ends are known
   */
  public boolean bounded() {
    return low != null;
  }

  /**
   * Returns whether the whole interval lies above a number.
   *
   * @param bound the number
   * @return false if there is no interval
   */
  public boolean above(double bound) {
    return low != null && low > bound;
  }

  /**
   * Returns whether the whole interval lies below a number.
   *
   * @param bound the number
   * @return false if there is no interval
   */
  public boolean below(double bound) {
    return high != null && high < bound;
  }

  /**
   * Returns the smallest true difference from a fixed number that a sample like this one would show
   * at the 5 % level, two-sided, in 80 of 100 samples: 2.80 standard errors.
   *
   * @return the difference, in the unit of the value; null without a standard error
   */
  @JsonProperty(access = JsonProperty.Access.READ_ONLY)
  public @Nullable Double detectable() {
    return standardError == null ? null : DETECTABLE * standardError;
  }
}
