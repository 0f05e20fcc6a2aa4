package org.touchstone.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them, the same in page, table and sentence. */
public final class Numbers {

  /** Stands where a number is not known. */
  public static final String UNKNOWN = "–";

  private static final String SPACE = "\u00a0";
  private static final char MINUS = '−';

  private Numbers() {}

  /**
   * Writes a whole number with thousands separated.
   *
   * @param count the number
   * @return such as {@code 7,539}
   */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /**
   * Writes a share.
   *
   * @param share 1 is all
   * @return such as {@code 55.6 %}
   */
  public static String percent(double share) {
    return fixed("%.1f", 100 * share) + SPACE + "%";
  }

  /**
   * Writes a difference of shares.
   *
   * @param difference 1 is all
   * @return percentage points with their sign, such as {@code +2.1 pts}
   */
  public static String points(double difference) {
    return fixed("%+.1f", 100 * difference) + SPACE + "pts";
  }

  /**
   * Writes a distance between shares.
   *
   * @param distance 1 is all
   * @return percentage points without a sign, such as {@code 2.1 pts}
   */
  public static String distance(double distance) {
    return fixed("%.1f", 100 * distance) + SPACE + "pts";
  }

  /**
   * Writes a number.
   *
   * @param number the number
   * @return three decimals, such as {@code 0.681}
   */
  public static String decimal(double number) {
    return fixed("%.3f", number);
  }

  /**
   * Writes an estimate with its interval, where it has one.
   *
   * @param estimate the estimate
   * @param format what its numbers are: one of the estimate formats or of their plain fellows
   * @return such as {@code 55.6 % [54.1, 57.1]}
   */
  public static String estimate(Estimate estimate, Format format) {
    return interval(estimate.value(), estimate.low(), estimate.high(), format);
  }

  static String interval(
      @Nullable Double value, @Nullable Double low, @Nullable Double high, Format format) {
    if (value == null) {
      return UNKNOWN;
    }

    String written = plain(value, format);
    return low == null || high == null || low.equals(high)
        ? written
        : "%s [%s,%s%s]".formatted(written, bound(low, format), SPACE, bound(high, format));
  }

  static String plain(double value, Format format) {
    return switch (format) {
      case TEXT -> Double.toString(value);
      case COUNT -> count(Math.round(value));
      case PERCENT, PERCENT_ESTIMATE -> percent(value);
      case POINTS, POINTS_ESTIMATE -> points(value);
      case DISTANCE -> distance(value);
      case P_VALUE -> value < 0.001 ? "<" + SPACE + "0.001" : decimal(value);
      case DECIMAL, DECIMAL_ESTIMATE -> decimal(value);
    };
  }

  private static String bound(double end, Format format) {
    return switch (format) {
      case TEXT, COUNT, P_VALUE, DECIMAL, DECIMAL_ESTIMATE -> decimal(end);
      case DISTANCE -> fixed("%.1f", 100 * end);
      case PERCENT, PERCENT_ESTIMATE -> fixed("%.1f", 100 * end);
      case POINTS, POINTS_ESTIMATE -> fixed("%+.1f", 100 * end);
    };
  }

  /** A true minus sign, and no sign before a number that rounds to nothing. */
  private static String fixed(String pattern, double number) {
    String written = String.format(Locale.ROOT, pattern, number);
    boolean nothing = written.chars().noneMatch(digit -> digit >= '1' && digit <= '9');
    return nothing ? written.replaceAll("[+-]", "") : written.replace('-', MINUS);
  }
}
