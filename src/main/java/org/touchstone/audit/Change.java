package org.touchstone.audit;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.statistic.Holm;
import org.touchstone.report.Estimate;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;

/**
 * What became of one number since an earlier audit.
 *
 * @param what the number, for people
 * @param better which way it is better
 * @param format how the number is written
 * @param then its value in the earlier audit; of a paired change, on the pairs that both have
 * @param now its value now, likewise
 * @param difference now minus then
 * @param p probability of a difference as large, either way, if there were none
 * @param paired whether the same pairs were compared one by one
 */
record Change(
    String what,
    Better better,
    Format format,
    Estimate then,
    Estimate now,
    Estimate difference,
    double p,
    boolean paired) {

  private static final double TWO_SIDED = 1.959964;

  /**
   * Compares two numbers from rows that have nothing to do with one another.
   *
   * <pre>
   *   d = now - then
   *   low  = d - sqrt((now - now_low)^2 + (then_high - then)^2)
   *   high = d + sqrt((now_high - now)^2 + (then - then_low)^2)
   * </pre>
   *
   * <p>The p-value is that of the normal distribution whose interval reaches as far towards 0. Rows
   * that both audits share make the true interval narrower than this one, as they agree more often
   * than not.
   *
   * <p>Source: G. Y. Zou and A. Donner, Statistics in Medicine 27 (2008), 1693-1702.
   */
  static Change unpaired(String what, Better better, Format format, Estimate then, Estimate now) {
    Estimate before = better.compared(then);
    Estimate after = better.compared(now);
    double difference = number(after.value()) - number(before.value());
    double below =
        Math.hypot(
            number(after.value()) - number(after.low()),
            number(before.high()) - number(before.value()));
    double above =
        Math.hypot(
            number(after.high()) - number(after.value()),
            number(before.value()) - number(before.low()));
    Estimate estimate =
        new Estimate(
            difference,
            difference - below,
            difference + above,
            (below + above) / (2 * TWO_SIDED),
            before.n() + after.n(),
            before.clusters() + after.clusters(),
            "unpaired, from both intervals",
            null);
    return new Change(
        what, better, format, before, after, estimate, p(difference, below, above), false);
  }

  private static double p(double difference, double below, double above) {
    double towardsZero = difference > 0 ? below : above;
    if (difference == 0 || towardsZero == 0) {
      return difference == 0 ? 1 : 0;
    }

    double z = TWO_SIDED * Math.abs(difference) / towardsZero;
    return 2 * NormalDistribution.of(0, 1).survivalProbability(z);
  }

  private static double number(@Nullable Double value) {
    return Objects.requireNonNull(value);
  }

  /** Whether it lies beyond noise, and for the worse; p is corrected. */
  boolean worse(double corrected) {
    return corrected < 0.05 && better.worsenedBy(number(difference.value()));
  }

  /** Whether it lies beyond noise, and for the better; p is corrected. */
  boolean improved(double corrected) {
    return corrected < 0.05
        && better.judged()
        && number(difference.value()) != 0
        && !better.worsenedBy(number(difference.value()));
  }

  /** The number and its change, for a sentence. */
  String words() {
    String by = Numbers.estimate(difference, SinceFigures.difference(format));
    return "%s (%s)"
        .formatted(what.substring(0, 1).toLowerCase(Locale.ROOT) + what.substring(1), by);
  }

  /** P-values of the changes that can be for the worse, corrected over all of those. */
  static double[] corrected(List<Change> changes) {
    double[] judged =
        Holm.corrected(
            changes.stream()
                .filter(change -> change.better.judged())
                .mapToDouble(Change::p)
                .toArray());
    double[] all = new double[changes.size()];
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      all[i] = changes.get(i).better.judged() ? judged[next++] : changes.get(i).p;
    }

    return all;
  }
}
