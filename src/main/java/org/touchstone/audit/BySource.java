package org.touchstone.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.touchstone.report.Chart;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/** Is there a source of feedback on which the model does worse than a coin? */
final class BySource implements Measure {

  private static final String ID = "sources";
  private static final double COIN = 0.5;

  private record Slice(String source, Estimate accuracy, Estimate together, Estimate longer) {}

  @Override
  public Finding of(Evidence evidence) {
    SortedSet<String> sources = evidence.pairs().sources();
    List<Slice> slices = new ArrayList<>();
    for (String source : sources) {
      PairTable rows = evidence.pairs().where(pair -> pair.source().equals(source));
      slices.add(
          new Slice(
              source,
              evidence.accuracy(rows),
              Standing.accuracy(rows, evidence.means().together(sources.size())),
              evidence.accuracy(Contender.longerWins(rows).table())));
    }

    return new Finding(section(slices), List.of(check(slices)));
  }

  private static Check check(List<Slice> slices) {
    List<Slice> measured = slices.stream().filter(slice -> slice.together().bounded()).toList();
    Slice worst = null;
    for (Slice slice : measured) {
      if (worst == null || value(slice) < value(worst)) {
        worst = slice;
      }
    }

    Estimate estimate =
        worst == null
            ? Estimate.notMeasured("no source has 10 prompt clusters or more", 0, 0)
            : worst.together();
    Verdict verdict = verdict(measured);
    return new Check(
        "no-source-below-chance",
        "Does it hold up on every source of feedback?",
        verdict,
        estimate,
        Format.PERCENT,
        "no source below 50\u00a0%, by point value for a pass, by the whole interval for a fail",
        worst == null ? Judge.reason(estimate) : sentence(verdict, worst, slices.size()),
        ID);
  }

  private static Verdict verdict(List<Slice> measured) {
    if (measured.isEmpty()) {
      return Verdict.NOT_MEASURED;
    }

    if (measured.stream().anyMatch(slice -> slice.together().below(COIN))) {
      return Verdict.FAIL;
    }

    return measured.stream().anyMatch(slice -> value(slice) < COIN) ? Verdict.WARN : Verdict.PASS;
  }

  private static String sentence(Verdict verdict, Slice worst, int sources) {
    String lowest = "%s (%s)".formatted(worst.source(), Numbers.percent(value(worst)));
    return switch (verdict) {
      case PASS ->
          sources == 1
              ? "There is one source, %s.".formatted(lowest)
              : "The weakest of %d sources is %s.".formatted(sources, lowest);
      case WARN ->
          "On %s it is below chance, though no further than luck explains.".formatted(lowest);
      case FAIL -> "On %s it does worse than a coin.".formatted(lowest);
      case NOT_MEASURED -> "No source has enough prompts.";
    };
  }

  private static double value(Slice slice) {
    Double value = slice.together().value();
    return value == null ? Double.NaN : value;
  }

  private static Section section(List<Slice> slices) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Slice slice : slices) {
      Estimate accuracy = slice.accuracy();
      rows.add(
          Table.row(
              slice.source(),
              accuracy,
              slice.longer(),
              accuracy.n(),
              accuracy.clusters(),
              accuracy.detectable()));
      if (!accuracy.bounded()) {
        missing.add("%s (%s)".formatted(slice.source(), Judge.reason(accuracy)));
      }
    }

    String unmeasured =
        missing.isEmpty() ? "" : " NOT MEASURED: %s.".formatted(String.join("; ", missing));
    Figure figure =
        new Figure(
            "accuracy-by-source",
            "Accuracy by source, with 95\u00a0% intervals",
            "One dot a source of feedback. The dashed line is a coin.",
            Chart.intervals("accuracy", "source", COIN, "coin"),
            new Table(
                "Accuracy of the audited model by source",
                List.of(
                    new Table.Column("source", "Source", Format.TEXT),
                    new Table.Column("accuracy", "Accuracy", Format.PERCENT_ESTIMATE),
                    new Table.Column("longer_wins", "Longer reply wins", Format.PERCENT_ESTIMATE),
                    new Table.Column("pairs", "Pairs", Format.COUNT),
                    new Table.Column("clusters", "Prompt clusters", Format.COUNT),
                    new Table.Column(
                        "detectable", "Smallest difference that would show", Format.DISTANCE)),
                rows));
    return new Section(
        ID,
        "By source of feedback",
        "People who judge different things agree with one model to different degrees; an average can hide a source on which it fails."
            + unmeasured,
        List.of(figure),
        List.of(),
        List.of(
            "The intervals in the table hold 95\u00a0% each. The verdict uses wider ones that hold 95\u00a0% all together (Bonferroni), since the worst of many sources looks bad by luck alone.",
            "The smallest difference that would show is 2.80 standard errors: a true distance from a fixed number of that size is seen at the 5\u00a0% level in 80 of 100 samples. Two sources of one size can be told apart from about 1.4 times that."));
  }
}
