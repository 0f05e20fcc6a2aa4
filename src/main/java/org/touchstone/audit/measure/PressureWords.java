package org.touchstone.audit.measure;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Pool;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Table;

/** How curves of best-of-n are put into words and tables. */
final class PressureWords {

  /** The fit has two numbers and goes through 0: fewer points leave nothing to see it by. */
  private static final int FEWEST_POINTS = 4;

  private PressureWords() {}

  static String decimal(Estimate estimate) {
    Double value = estimate.value();
    return value == null ? Numbers.UNKNOWN : Numbers.decimal(value);
  }

  static String percent(Estimate estimate) {
    Double value = estimate.value();
    return value == null ? Numbers.UNKNOWN : Numbers.percent(value);
  }

  /** Such as "32 pools of 25 to 35 replies". */
  static String sizes(PressureCurve curve) {
    int least = curve.pools().stream().mapToInt(Pool::size).min().orElse(0);
    int most = curve.pools().stream().mapToInt(Pool::size).max().orElse(0);
    return "%s %s of %s replies"
        .formatted(
            Numbers.count(curve.pools().size()),
            curve.pools().size() == 1 ? "pool" : "pools",
            least == most ? Integer.toString(least) : least + " to " + most);
  }

  /** From where on choosing among more would hurt, or why that is not known. */
  static String peak(PressureCurve curve, PressureFit fit) {
    if (!fit.beta().bounded()) {
      return "Whether choosing among more would hurt is not measured: %s."
          .formatted(Judge.reason(fit.beta()));
    }

    if (curve.numbers().length < FEWEST_POINTS) {
      return "Where choosing among more would hurt is not measured: up to %d replies are too few to tell a curve from a straight line."
          .formatted(curve.last());
    }

    if (!fit.bends()) {
      return "Where choosing among more would hurt is not measured: with pools of this size, the curve cannot be told from a straight line.";
    }

    Estimate peak = fit.peak();
    String replies = whole(peak);
    return within(curve, peak)
        ? "By the fitted curve, choosing among more than %s replies makes the choice worse."
            .formatted(replies)
        : "The curve bends, but would turn down only at some %s replies, beyond the %d measured: a guess, and a curve of the judges' own choices may bend as much."
            .formatted(replies, curve.last());
  }

  private static boolean within(PressureCurve curve, Estimate peak) {
    Double value = peak.value();
    return value != null && value <= curve.last();
  }

  private static String whole(Estimate peak) {
    Double value = peak.value();
    Double low = peak.low();
    Double high = peak.high();
    String written = value == null ? Numbers.UNKNOWN : replies(value);
    return low == null || high == null
        ? written
        : "%s [%s, %s]".formatted(written, replies(low), replies(high));
  }

  private static String replies(double number) {
    return (number >= PressureFit.FARTHEST ? "over " : "") + Numbers.count(Math.round(number));
  }

  /** A table of fits. */
  static Figure fits(String id, List<List<@Nullable Object>> rows) {
    return new Figure(
        id,
        "The curve d (alpha - beta d), d the root of the divergence",
        "A beta above 0 bends down. Opinions that end at a best reply bend the curve of the judges' own choices too: compare.",
        null,
        new Table(
            "Least squares over the numbers of replies",
            List.of(
                new Table.Column("by", "Chosen by", Format.TEXT),
                new Table.Column("alpha", "Alpha", Format.DECIMAL_ESTIMATE),
                new Table.Column("beta", "Beta", Format.DECIMAL_ESTIMATE),
                new Table.Column("peak", "Most at, replies", Format.COUNT)),
            rows));
  }

  static List<@Nullable Object> fitted(
      String by, PressureCurve curve, Function<Pool, double[]> looks) {
    PressureFit fit = curve.fit(looks);
    boolean told = curve.numbers().length >= FEWEST_POINTS && fit.bends();
    return Table.row(by, fit.alpha(), fit.beta(), told ? nearby(fit.peak().value()) : null);
  }

  private static @Nullable Double nearby(@Nullable Double peak) {
    return peak == null || peak >= PressureFit.FARTHEST ? null : (double) Math.round(peak);
  }
}
