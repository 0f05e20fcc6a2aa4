package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.audit.statistic.RankCorrelation;
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
 * Do the models make different mistakes? One that makes the same ones can neither check nor correct
 * another.
 *
 * <pre>
 *   w = 1 - correct, of the audited model and of another; a, b = 1 - mean w
 *   excess = mean w_1 w_2 - (1 - a) (1 - b)
 *   kappa  = 2 excess / (1 - p),  p = a b + (1 - a) (1 - b)
 * </pre>
 *
 * <p>Equal rewards are half wrong. Units: shares of the pairs that both models were scored on.
 *
 * <p>Source: kappa, J. Cohen, Educational and Psychological Measurement 20 (1960), 37-46.
 */
public final class SharedMistakes implements Measure {

  private static final String ID = "shared-mistakes";

  /** Kappa of being right from which a second model says little that the first did not. */
  private static final double SAME = 0.6;

  /** A pass needs an interval that leaves no room for more shared mistakes than this share. */
  private static final double TOLERATED = 0.05;

  private static final int SHOWN = 10;

  /** The audited model beside another; {@code joint} intervals hold for all others at once. */
  public record Pairing(
      String name,
      Estimate ranks,
      double both,
      double expected,
      Estimate excess,
      Estimate kappa,
      Estimate jointExcess,
      Estimate jointKappa) {}

  @Override
  public Question question() {
    return Question.BLIND_GUIDING_BLIND;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    List<Contender> others =
        evidence.contenders().stream()
            .filter(contender -> contender.kind() == Contender.Kind.MODEL)
            .filter(contender -> contender.table().sharedWith(evidence.pairs()).size() > 1)
            .toList();
    if (others.isEmpty()) {
      return Optional.empty();
    }

    ClusterBootstrap bootstrap = evidence.bootstrap();
    List<Pairing> pairings =
        others.stream()
            .map(other -> of(evidence.pairs(), other, bootstrap, others.size()))
            .toList();
    return Optional.of(new Finding(section(evidence, pairings), List.of(check(pairings))));
  }

  public static Pairing of(
      PairTable all, Contender other, ClusterBootstrap bootstrap, int statements) {
    PairTable theirs = other.table().sharedWith(all);
    PairTable own = all.sharedWith(theirs);
    double[] first = Outcomes.of(own.margins(), margin -> 1 - Outcomes.correct(margin));
    double[] second = Outcomes.of(theirs.margins(), margin -> 1 - Outcomes.correct(margin));
    double[] both = new double[first.length];
    Arrays.setAll(both, i -> first[i] * second[i]);
    int[] clusters = own.clusters();
    ClusterBootstrap joint = bootstrap.together(statements);
    return new Pairing(
        other.name(),
        RankCorrelation.of(own.margins(), theirs.margins(), clusters),
        Arrays.stream(both).average().orElseThrow(),
        Arrays.stream(first).average().orElseThrow()
            * Arrays.stream(second).average().orElseThrow(),
        bootstrap.ofMeans(clusters, SharedMistakes::excess, first, second, both),
        bootstrap.ofMeans(clusters, SharedMistakes::kappa, first, second, both),
        joint.ofMeans(clusters, SharedMistakes::excess, first, second, both),
        joint.ofMeans(clusters, SharedMistakes::kappa, first, second, both));
  }

  private static double excess(double[] wrong) {
    return wrong[2] - wrong[0] * wrong[1];
  }

  private static double kappa(double[] wrong) {
    double alike = wrong[0] * wrong[1] + (1 - wrong[0]) * (1 - wrong[1]);
    return 2 * excess(wrong) / (1 - alike);
  }

  private static Check check(List<Pairing> pairings) {
    Pairing worst = pairings.get(0);
    for (Pairing pairing : pairings) {
      worst = value(pairing) > value(worst) ? pairing : worst;
    }

    Verdict verdict = verdict(pairings);
    String shared =
        "with \"%s\" it is wrong together on %s of the pairs, where independent mistakes would give %s"
            .formatted(
                worst.name(), Numbers.percent(worst.both()), Numbers.percent(worst.expected()));
    String sentence =
        switch (verdict) {
          case PASS -> "Their mistakes are about as independent as can be: %s.".formatted(shared);
          case WARN ->
              worst.jointExcess().above(0)
                  ? "They share mistakes, or the labels are wrong where they agree: %s."
                      .formatted(shared)
                  : "Whether they share mistakes, this sample cannot tell: %s.".formatted(shared);
          case FAIL, NOT_MEASURED -> Judge.reason(worst.jointExcess());
        };
    return new Check(
        "different-mistakes",
        "Do the models make different mistakes?",
        verdict,
        worst.jointExcess(),
        Format.POINTS,
        "mistakes shared beyond independence not above 0, and at most %s by the whole interval, and kappa not above %s; never a fail, since wrong labels look the same"
            .formatted(Numbers.points(TOLERATED), Numbers.decimal(SAME)),
        sentence,
        ID);
  }

  private static double value(Pairing pairing) {
    Double value = pairing.excess().value();
    return value == null ? Double.NEGATIVE_INFINITY : value;
  }

  static Verdict verdict(List<Pairing> pairings) {
    if (pairings.stream().anyMatch(pairing -> pairing.jointKappa().above(SAME))) {
      return Verdict.WARN;
    }

    if (pairings.stream().noneMatch(pairing -> pairing.jointExcess().bounded())) {
      return Verdict.NOT_MEASURED;
    }

    return pairings.stream()
            .allMatch(
                pairing ->
                    !pairing.jointExcess().above(0) && pairing.jointExcess().below(TOLERATED))
        ? Verdict.PASS
        : Verdict.WARN;
  }

  private static Section section(Evidence evidence, List<Pairing> pairings) {
    Optional<Committee> committee = Committee.of(evidence);
    List<ScoredPair> shown =
        committee
            .map(all -> all.wrongTogether(Math.min(SHOWN, evidence.settings().mistakes())))
            .orElse(List.of());
    String answer =
        committee
            .map(
                all ->
                    "All %d models are wrong together on %s of %s shared pairs. Shown are those where even the least sure of them is sure: where models and the recorded choice part like this, either all models are blind to the same thing or the record is wrong."
                        .formatted(
                            all.names().size(),
                            Numbers.count(all.wrongTogether()),
                            Numbers.count(all.audited().size())))
            .orElse("No pair was scored by all models.");
    return new Section(
        ID,
        "Do the models make different mistakes?",
        answer,
        List.of(figure(pairings)),
        evidence.examples().show(shown),
        List.of(
            "Independence would have two models wrong together on the product of their shares of mistakes. Pairs that are hard, or whose recorded choice is a slip, are missed by any two models: an excess is no proof that one was learned from the other. Intervals of the table hold 95\u00a0% each, those of the verdict together over all models (Bonferroni).",
            "Rank agreement is Kendall's tau-b of the two models' margins, chosen minus rejected. Good models have some of it without sharing mistakes, for both are surer of easy pairs. Kappa is 1 if both are right on the same pairs, 0 if that happens as often as by chance.",
            "Disagreement of models is a lower bound of what they do not know: what all were taught wrongly, all agree on (Eisenstein et al. 2023, arXiv:2312.09244)."));
  }

  private static Figure figure(List<Pairing> pairings) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Pairing pairing : pairings) {
      rows.add(
          Table.row(
              pairing.name(),
              pairing.both(),
              pairing.expected(),
              pairing.excess(),
              pairing.kappa(),
              pairing.ranks(),
              pairing.excess().n()));
    }

    return new Figure(
        "mistakes-in-common",
        "Mistakes shared beyond independence",
        "One dot for each other model: the further right of the dashed line, the more of its mistakes are also the audited model's.",
        Chart.intervals("excess", "model", 0, "independent"),
        new Table(
            "Mistakes of the audited model and each other one, on the pairs that both have",
            List.of(
                new Table.Column("model", "Model", Format.TEXT),
                new Table.Column("both", "Both wrong", Format.PERCENT),
                new Table.Column("expected", "If independent", Format.PERCENT),
                new Table.Column("excess", "Shared beyond that", Format.POINTS_ESTIMATE),
                new Table.Column("kappa", "Kappa of being right", Format.DECIMAL_ESTIMATE),
                new Table.Column("ranks", "Rank agreement", Format.DECIMAL_ESTIMATE),
                new Table.Column("pairs", "Pairs", Format.COUNT)),
            rows));
  }
}
