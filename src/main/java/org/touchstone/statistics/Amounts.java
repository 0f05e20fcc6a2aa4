package org.touchstone.statistics;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of numbers of any sign, such as ratings and margins, to three significant
 * digits. As {@link Histogram}, it gives the same answers in any order and any partition.
 */
final class Amounts implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final MathContext DIGITS = new MathContext(3);
  private static final MathContext LEVEL_DIGITS = new MathContext(2);

  private final TreeMap<Double, Long> counts = new TreeMap<>();
  private long count;

  /** Adds a number; what is no number is left out. */
  void add(double value) {
    if (Double.isFinite(value)) {
      counts.merge(rounded(value), 1L, Long::sum);
      count++;
    }
  }

  void add(Amounts other) {
    other.counts.forEach((value, times) -> counts.merge(value, times, Long::sum));
    count += other.count;
  }

  /** A number to three significant digits. */
  static double rounded(double value) {
    boolean small = value == Math.rint(value) && Math.abs(value) < 1_000;
    return small ? value + 0.0 : new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /**
   * A number to two significant digits, 90 levels for each power of ten: agreement keeps every pair
   * of levels, and scales from 0 to 100 lose nothing.
   */
  static double level(double value) {
    boolean small = value == Math.rint(value) && Math.abs(value) <= 100;
    return small ? value + 0.0 : new BigDecimal(value).round(LEVEL_DIGITS).doubleValue();
  }

  long count() {
    return count;
  }

  /** Null without numbers. */
  @Nullable Distribution distribution() {
    if (count == 0) {
      return null;
    }

    double mean = 0;
    for (Map.Entry<Double, Long> each : counts.entrySet()) {
      mean += each.getKey() * each.getValue() / count;
    }

    double squares = 0;
    for (Map.Entry<Double, Long> each : counts.entrySet()) {
      squares += each.getValue() * (each.getKey() - mean) * (each.getKey() - mean);
    }

    return new Distribution(
        count,
        mean,
        count < 2 ? 0 : Math.sqrt(squares / (count - 1)),
        counts.firstKey(),
        quantile(0.05),
        quantile(0.25),
        quantile(0.5),
        quantile(0.75),
        quantile(0.95),
        counts.lastKey());
  }

  private double quantile(double share) {
    long needed = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (Map.Entry<Double, Long> each : counts.entrySet()) {
      seen += each.getValue();
      if (seen >= needed) {
        return each.getKey();
      }
    }

    return counts.lastKey();
  }
}
