package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.CurvePoint;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Chart;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/**
 * Would a second training say the same: on the same rows in another order, or on the other half of
 * the people asked?
 *
 * <pre>
 *   same choice = mean of 1 - |correct_1 - correct_2|
 *   if independent, from their accuracies: a b + (1 - a) (1 - b)
 * </pre>
 */
final class Retrained implements Measure {

  private static final String ID = "retrained";

  /** From here on, four in five choices do not depend on which half of the people were asked. */
  private static final double STEADY = 0.8;

  /** Below this, two in five choices would be others if other people had been asked. */
  private static final double UNSTEADY = 0.6;

  /** Two models of one kind, and how alike they judge. */
  private record Twins(
      String name, Estimate same, double expected, SharedMistakes.Pairing pairing) {}

  @Override
  public Question question() {
    return Question.BLIND_GUIDING_BLIND;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    Optional<Twins> orders = orders(evidence);
    Optional<Twins> halves = halves(evidence);
    List<Twins> all = new ArrayList<>();
    halves.ifPresent(all::add);
    orders.ifPresent(all::add);
    return all.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding(section(all), halves.map(Retrained::check).stream().toList()));
  }

  /** The first two draws of the largest share, if that is all rows: they differ in order only. */
  private static Optional<Twins> orders(Evidence evidence) {
    List<CurvePoint> whole =
        evidence.curve().stream()
            .filter(point -> point.share() == 1)
            .sorted(Comparator.comparingInt(CurvePoint::draw))
            .toList();
    return whole.size() < 2
        ? Optional.empty()
        : Optional.of(
            twins("the same rows in another order", whole.get(0), whole.get(1), evidence));
  }

  private static Optional<Twins> halves(Evidence evidence) {
    List<CurvePoint> halves =
        evidence.curve().stream()
            .filter(point -> point.half() != null)
            .sorted(Comparator.comparing(CurvePoint::half))
            .toList();
    return halves.size() < 2
        ? Optional.empty()
        : Optional.of(
            twins("the other half of the prompts", halves.get(0), halves.get(1), evidence));
  }

  private static Twins twins(String name, CurvePoint one, CurvePoint other, Evidence evidence) {
    PairTable first = one.table().sharedWith(other.table());
    PairTable second = other.table().sharedWith(first);
    double[] same = Outcomes.of(first.margins(), Outcomes::correct);
    double[] theirs = Outcomes.of(second.margins(), Outcomes::correct);
    double a = Arrays.stream(same).average().orElse(0);
    double b = Arrays.stream(theirs).average().orElse(0);
    Arrays.setAll(same, i -> 1 - Math.abs(same[i] - theirs[i]));
    return new Twins(
        name,
        evidence.means().share(same, first.clusters()),
        a * b + (1 - a) * (1 - b),
        SharedMistakes.of(
            first,
            new Contender(name, Contender.Kind.MODEL, null, second),
            evidence.bootstrap(),
            1));
  }

  private static Check check(Twins halves) {
    Estimate same = halves.same();
    Verdict verdict =
        !same.bounded()
            ? Verdict.NOT_MEASURED
            : same.above(STEADY)
                ? Verdict.PASS
                : same.below(UNSTEADY) ? Verdict.FAIL : Verdict.WARN;
    String share = same.value() == null ? Numbers.UNKNOWN : Numbers.percent(same.value());
    String chance = Numbers.percent(halves.expected());
    String sentence =
        switch (verdict) {
          case PASS ->
              "Trained on one half of the prompts or on the other, it makes the same choice in %s of pairs; two models as accurate that err apart would in %s."
                  .formatted(share, chance);
          case WARN ->
              "Trained on the other half of the prompts, it would choose otherwise in many pairs: the two make the same choice in %s, where two models as accurate that err apart would in %s."
                  .formatted(share, chance);
          case FAIL ->
              "What it says depends on which half of the people were asked: the two make the same choice in only %s of pairs."
                  .formatted(share);
          case NOT_MEASURED -> Judge.reason(same);
        };
    return new Check(
        "same-when-retrained",
        "Would it say the same, had other people been asked?",
        verdict,
        same,
        Format.PERCENT,
        "whole interval above %s (fail: below %s) for two models trained on halves of the prompts"
            .formatted(Numbers.percent(STEADY), Numbers.percent(UNSTEADY)),
        sentence,
        ID);
  }

  private static Section section(List<Twins> all) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Twins twins : all) {
      rows.add(
          Table.row(
              twins.name(),
              twins.same(),
              twins.expected(),
              twins.pairing().excess(),
              twins.pairing().kappa(),
              twins.pairing().ranks(),
              twins.same().n()));
    }

    return new Section(
        ID,
        "Would a second training say the same?",
        "Two models of the same settings, trained apart, on held-out pairs. Where they part, what one of them says is an accident of its training.",
        List.of(
            new Figure(
                "retrained",
                "How often two trainings make the same choice",
                "Further right, more of what the model says comes from what the data have in common. The dashed line is a coin against a coin.",
                Chart.intervals("same", "trained", 0.5, "two coins"),
                new Table(
                    "Two models of the same settings, trained apart",
                    List.of(
                        new Table.Column("trained", "The second was trained on", Format.TEXT),
                        new Table.Column("same", "Same choice", Format.PERCENT_ESTIMATE),
                        new Table.Column("expected", "If they erred apart", Format.PERCENT),
                        new Table.Column(
                            "excess", "Mistakes shared beyond that", Format.POINTS_ESTIMATE),
                        new Table.Column("kappa", "Kappa of being right", Format.DECIMAL_ESTIMATE),
                        new Table.Column("ranks", "Rank agreement", Format.DECIMAL_ESTIMATE),
                        new Table.Column("pairs", "Pairs", Format.COUNT)),
                    rows))),
        List.of(),
        List.of(
            "The halves share no prompt cluster, and each model has half of the training rows. First weights are the same: an architecture that starts from random ones varies more than this shows.",
            "A model that always chooses the longer reply is perfectly steady: being steady is needed to be right, and is not enough."));
  }
}
