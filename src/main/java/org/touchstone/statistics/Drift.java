package org.touchstone.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.touchstone.agreement.Wilson;

/**
 * How one distribution of a corpus differs from that of a baseline.
 *
 * <pre>
 *   PSI = sum (p_i - q_i) ln(p_i / q_i)
 *   JS  = (sum p_i log2(p_i / m_i) + sum q_i log2(q_i / m_i)) / 2,   m = (p + q) / 2
 * </pre>
 *
 * <p>p_i, q_i = shares of bin i now and in the baseline, each count having half a value added for
 * PSI, so that empty bins give no infinity. Lengths are binned by the deciles of the baseline, a
 * value that is several of them having a bin of its own, names by themselves. A usual reading of
 * PSI: below 0.1 as good as the same, above 0.25 another population. Means shift with a 95 %
 * interval that takes values as independent, shares with Newcombe's hybrid of their two intervals
 * over prompts, which stays within -1 and 1.
 *
 * <p>Source: N. Siddiqi, Credit Risk Scorecards (2006), for PSI and its reading; J. Lin,
 * "Divergence measures based on the Shannon entropy", IEEE Transactions on Information Theory 37
 * (1991), 145-151; R. G. Newcombe, "Interval estimation for the difference between independent
 * proportions", Statistics in Medicine 17 (1998), 873-890, method 10.
 *
 * @param source whose rows; empty for all
 * @param measure what is compared: the name of a length or share, or sources, languages
 * @param before mean or share in the baseline; null for names
 * @param now the same here; null for names
 * @param shift now less before; null for names
 * @param low lower end of the interval of the shift; null if unknown
 * @param high upper end; null as low
 * @param psi population stability index; null for shares
 * @param js Jensen-Shannon divergence in bits, from 0 to 1; null for shares
 */
public record Drift(
    String source,
    String measure,
    @Nullable Double before,
    @Nullable Double now,
    @Nullable Double shift,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Double psi,
    @Nullable Double js) {

  private static final String SOURCES = "sources";
  private static final String LANGUAGES = "languages";
  private static final int BINS = 10;
  private static final double SMOOTHING = 0.5;

  /** The names that drift gives to numbers, for expectations. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Length length : Length.values()) {
      names.add("psi-" + length.label());
      names.add("js-" + length.label());
    }

    for (String name : List.of(SOURCES, LANGUAGES)) {
      names.add("psi-" + name);
      names.add("js-" + name);
    }

    for (Share share : Share.values()) {
      names.add("shift-" + share.label());
    }

    names.addAll(RowChanges.NAMES);
    return names;
  }

  /**
   * Returns the numbers of this drift as an expectation may name them.
   *
   * @return psi and js of a distribution, or the shift of a share
   */
  public List<GroupMeasure> measures() {
    List<GroupMeasure> measures = new ArrayList<>();
    Group group = source.isEmpty() ? Group.ALL : Group.ofSource(source);
    addMeasure(measures, group, "psi-" + measure, psi);
    addMeasure(measures, group, "js-" + measure, js);
    if (psi == null && shift != null) {
      measures.add(
          new GroupMeasure(group.kind(), source, "", "", "shift-" + measure, shift, low, high, 0));
    }

    return measures;
  }

  private static void addMeasure(
      List<GroupMeasure> measures, Group group, String name, @Nullable Double value) {
    if (value != null) {
      measures.add(
          new GroupMeasure(group.kind(), group.source(), "", "", name, value, null, null, 0));
    }
  }

  /** Compares two groups of rows. */
  static List<Drift> between(Tally before, Tally now) {
    String source = now.group().source();
    List<Drift> drifts = new ArrayList<>();
    for (Length length : Length.values()) {
      Histogram old = before.rows().length(length);
      Histogram recent = now.rows().length(length);
      if (old.count() > 0 && recent.count() > 0) {
        drifts.add(ofLengths(source, length.label(), old, recent));
      }
    }

    for (Share share : Share.values()) {
      ShareEstimate old = before.prompts().share(share).estimate();
      ShareEstimate recent = now.prompts().share(share).estimate();
      if (old != null && recent != null) {
        drifts.add(ofShares(source, share.label(), old, recent));
      }
    }

    drifts.add(ofNames(source, LANGUAGES, before.rows().languages, now.rows().languages));
    return drifts;
  }

  /** Compares what sources two corpora are made of. */
  static Drift ofSources(Map<String, Long> before, Map<String, Long> now) {
    return ofNames("", SOURCES, before, now);
  }

  private static Drift ofLengths(String source, String name, Histogram before, Histogram now) {
    long[] bounds = bounds(before);
    long[] old = before.countsBelow(bounds);
    long[] recent = now.countsBelow(bounds);
    double shift = now.mean() - before.mean();
    double half =
        Wilson.Z_95 * Math.sqrt(before.variance() / before.count() + now.variance() / now.count());
    return new Drift(
        source,
        name,
        before.mean(),
        now.mean(),
        shift,
        shift - half,
        shift + half,
        psi(old, recent),
        js(old, recent));
  }

  /**
   * Where bins end: after each decile. A value that is several deciles, or the least of all, is a
   * bin of its own, so that what moves below it is seen.
   */
  static long[] bounds(Histogram before) {
    SortedSet<Long> bounds = new TreeSet<>();
    long last = before.quantile(0);
    for (int i = 1; i < BINS; i++) {
      long decile = before.quantile((double) i / BINS);
      if (decile == last) {
        bounds.add(decile);
      }

      bounds.add(decile + 1);
      last = decile;
    }

    return bounds.stream().mapToLong(Long::longValue).toArray();
  }

  private static Drift ofShares(
      String source, String name, ShareEstimate before, ShareEstimate now) {
    double shift = now.value() - before.value();
    Double low = distance(now.value(), now.low(), before.value(), before.high());
    Double high = distance(now.value(), now.high(), before.value(), before.low());
    return new Drift(
        source,
        name,
        before.value(),
        now.value(),
        shift,
        low == null ? null : Double.valueOf(shift - low),
        high == null ? null : Double.valueOf(shift + high),
        null,
        null);
  }

  /** Newcombe's: from a difference to its end, by the ends of both shares; null without them. */
  private static @Nullable Double distance(
      double now, @Nullable Double endOfNow, double before, @Nullable Double endOfBefore) {
    return endOfNow == null || endOfBefore == null
        ? null
        : Double.valueOf(Math.hypot(now - endOfNow, before - endOfBefore));
  }

  private static Drift ofNames(
      String source, String name, Map<String, Long> before, Map<String, Long> now) {
    Set<String> all = new TreeSet<>(before.keySet());
    all.addAll(now.keySet());
    long[] old = all.stream().mapToLong(each -> before.getOrDefault(each, 0L)).toArray();
    long[] recent = all.stream().mapToLong(each -> now.getOrDefault(each, 0L)).toArray();
    return new Drift(source, name, null, null, null, null, null, psi(old, recent), js(old, recent));
  }

  static double psi(long[] before, long[] now) {
    int[] bins = IntStream.range(0, before.length).filter(i -> before[i] + now[i] > 0).toArray();
    double old = Arrays.stream(before).sum() + SMOOTHING * bins.length;
    double recent = Arrays.stream(now).sum() + SMOOTHING * bins.length;
    double psi = 0;
    for (int i : bins) {
      double q = (before[i] + SMOOTHING) / old;
      double p = (now[i] + SMOOTHING) / recent;
      psi += (p - q) * Math.log(p / q);
    }

    return psi;
  }

  static double js(long[] before, long[] now) {
    double old = Math.max(1, Arrays.stream(before).sum());
    double recent = Math.max(1, Arrays.stream(now).sum());
    double bits = 0;
    for (int i = 0; i < before.length; i++) {
      double q = before[i] / old;
      double p = now[i] / recent;
      bits += (part(p, (p + q) / 2) + part(q, (p + q) / 2)) / 2;
    }

    return bits;
  }

  private static double part(double p, double middle) {
    return p == 0 ? 0 : p * Math.log(p / middle) / Math.log(2);
  }
}
