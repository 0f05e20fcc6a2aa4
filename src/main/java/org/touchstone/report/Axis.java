package org.touchstone.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A straight axis: numbers to pixels, and round numbers to write beside it.
 *
 * @param least number at the start
 * @param most number at the end
 * @param from pixel of the start
 * @param to pixel of the end
 */
record Axis(double least, double most, double from, double to) {

  private static final int TICKS = 6;

  /** Spans numbers with a little room on both sides; of shares, not past 0 and 1. */
  static Axis around(List<Double> numbers, Format format, double from, double to) {
    double least = numbers.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double most = numbers.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    double span = most - least < 1e-12 ? 0.1 : most - least;
    boolean share = format == Format.PERCENT && least >= 0 && most <= 1;
    double low = least - 0.06 * span;
    double high = most + 0.06 * span;
    return new Axis(share ? Math.max(0, low) : low, share ? Math.min(1, high) : high, from, to);
  }

  double at(double number) {
    return from + (number - least) / (most - least) * (to - from);
  }

  /** Round numbers between the ends, at most about six. */
  List<Double> ticks() {
    double raw = (most - least) / TICKS;
    double tens = Math.pow(10, Math.floor(Math.log10(raw)));
    double step =
        raw <= tens ? tens : raw <= 2 * tens ? 2 * tens : raw <= 5 * tens ? 5 * tens : 10 * tens;
    List<Double> ticks = new ArrayList<>();
    for (long i = (long) Math.ceil(least / step - 1e-9); i * step <= most + 1e-9 * step; i++) {
      ticks.add(i * step);
    }

    return ticks;
  }

  /** A number beside the axis. */
  static String written(double tick, Format format) {
    return switch (format) {
      case PERCENT, PERCENT_ESTIMATE, POINTS, POINTS_ESTIMATE, DISTANCE -> {
        String number = trimmed(100 * tick);
        boolean signed = format == Format.POINTS || format == Format.POINTS_ESTIMATE;
        yield (signed && tick > 1e-12 ? "+" : "")
            + number
            + (format == Format.PERCENT || format == Format.PERCENT_ESTIMATE ? "\u00a0%" : "");
      }
      case COUNT -> Numbers.count(Math.round(tick));
      case TEXT, P_VALUE, DECIMAL, DECIMAL_ESTIMATE -> trimmed(tick);
    };
  }

  /** At most three decimals, none for nothing. */
  private static String trimmed(double number) {
    double rounded = Math.round(number * 1_000) / 1_000.0;
    String text =
        rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    return text.replace('-', '−');
  }
}
