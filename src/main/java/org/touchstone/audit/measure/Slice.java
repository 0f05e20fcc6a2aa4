package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.Holm;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Chart;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/**
 * A part of the pairs, and how the audited model does on it.
 *
 * @param name of the part
 * @param accuracy with an interval that holds 95 % by itself
 * @param together the same with an interval so wide that those of all parts hold 95 % at once
 * @param longerWins accuracy of the rule that prefers the longer reply, on the same pairs
 * @param lead accuracy of the model minus that of the rule, pair by pair
 * @param leadTogether the same with an interval that holds at once with those of all parts
 * @param p probability of a lead as large, either way, if there were none; 1 without pairs
 */
record Slice(
    String name,
    Estimate accuracy,
    Estimate together,
    Estimate longerWins,
    Estimate lead,
    Estimate leadTogether,
    double p) {

  private static final double COIN = 0.5;

  /**
   * Measures every part.
   *
   * @param parts by name, in the order of the report
   * @param statements how many parts are looked at together, those of other tables included
   */
  static List<Slice> of(Evidence evidence, Map<String, PairTable> parts, int statements) {
    List<Slice> slices = new ArrayList<>();
    parts.forEach((name, rows) -> slices.add(of(evidence, name, rows, statements)));
    return slices;
  }

  private static Slice of(Evidence evidence, String name, PairTable rows, int statements) {
    ClusteredMean means = evidence.means();
    PairTable longer = Contender.longerWins(rows).table();
    double[] leads = Outcomes.of(rows.margins(), Outcomes::correct);
    double[] theirs = Outcomes.of(longer.margins(), Outcomes::correct);
    for (int i = 0; i < leads.length; i++) {
      leads[i] -= theirs[i];
    }

    return new Slice(
        name,
        Standing.accuracy(rows, means),
        Standing.accuracy(rows, means.together(statements)),
        Standing.accuracy(longer, means),
        means.difference(leads, rows.clusters()),
        means.together(statements).difference(leads, rows.clusters()),
        leads.length == 0 ? 1 : means.signFlipP(leads, rows.clusters()));
  }

  /** The point value, or NaN without one. */
  double value() {
    Double value = accuracy.value();
    return value == null ? Double.NaN : value;
  }

  /**
   * Draws parts as intervals.
   *
   * @param id of the figure
   * @param whose accuracy it is, such as {@code the audited model}
   * @param what the parts are, one of them, in lower case
   * @param p corrected p-values of the leads, one a part
   */
  static Figure figure(String id, String whose, String what, List<Slice> slices, double[] p) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      Slice slice = slices.get(i);
      rows.add(
          Table.row(
              slice.name,
              slice.accuracy,
              slice.longerWins,
              slice.lead,
              p[i],
              slice.accuracy.n(),
              slice.accuracy.clusters(),
              slice.accuracy.detectable()));
    }

    return new Figure(
        id,
        "Accuracy by %s, with 95\u00a0%% intervals".formatted(what),
        "One dot for each %s. The dashed line is a coin.".formatted(what),
        Chart.intervals("accuracy", "part", COIN, "coin"),
        new Table(
            "Accuracy of %s by %s".formatted(whose, what),
            List.of(
                new Table.Column("part", capitalised(what), Format.TEXT),
                new Table.Column("accuracy", "Accuracy", Format.PERCENT_ESTIMATE),
                new Table.Column("longer_wins", "Longer reply wins", Format.PERCENT_ESTIMATE),
                new Table.Column("lead", "Lead over it", Format.POINTS_ESTIMATE),
                new Table.Column("p", "p-value (Holm)", Format.P_VALUE),
                new Table.Column("pairs", "Pairs", Format.COUNT),
                new Table.Column("clusters", "Prompt clusters", Format.COUNT),
                new Table.Column(
                    "detectable", "Smallest difference that would show", Format.DISTANCE)),
            rows));
  }

  /** P-values of the leads, corrected over all parts given. */
  static double[] corrected(List<Slice> slices) {
    return Holm.corrected(slices.stream().mapToDouble(Slice::p).toArray());
  }

  /**
   * Asks whether the model falls below chance on any part.
   *
   * @param id of the check
   * @param question of the check
   * @param noun the parts, one of them
   * @param section that tells more
   */
  static Check notBelowChance(
      String id, String question, String noun, List<Slice> slices, String section) {
    List<Slice> measured = slices.stream().filter(slice -> slice.together.bounded()).toList();
    Verdict verdict = verdict(measured);
    Slice worst =
        measured.stream()
            .filter(slice -> verdict(List.of(slice)) == verdict)
            .min(Comparator.comparingDouble(Slice::value))
            .orElse(null);
    return new Check(
        id,
        question,
        verdict,
        worst == null
            ? Estimate.notMeasured("no %s has 10 prompt clusters or more".formatted(noun), 0, 0)
            : worst.together,
        Format.PERCENT,
        "no %s whose interval lies below 50\u00a0%%; for a fail, the wider one that holds together with the others"
            .formatted(noun),
        worst == null
            ? "No %s has 10 prompt clusters or more.".formatted(noun)
            : sentence(verdict, worst, noun, slices.size()),
        section);
  }

  private static Verdict verdict(List<Slice> measured) {
    if (measured.isEmpty()) {
      return Verdict.NOT_MEASURED;
    }

    if (measured.stream().anyMatch(slice -> slice.together.below(COIN))) {
      return Verdict.FAIL;
    }

    return measured.stream().anyMatch(slice -> slice.accuracy.below(COIN))
        ? Verdict.WARN
        : Verdict.PASS;
  }

  private static String sentence(Verdict verdict, Slice worst, String noun, int parts) {
    String lowest = "%s (%s)".formatted(worst.name, Numbers.percent(worst.value()));
    return switch (verdict) {
      case PASS -> "The weakest %s of %d is %s.".formatted(noun, parts, lowest);
      case WARN ->
          "On %s it is below chance, though among so many parts luck may explain one."
              .formatted(lowest);
      case FAIL -> "On %s it does worse than a coin.".formatted(lowest);
      case NOT_MEASURED -> "";
    };
  }

  private static String capitalised(String words) {
    return words.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + words.substring(1);
  }
}
