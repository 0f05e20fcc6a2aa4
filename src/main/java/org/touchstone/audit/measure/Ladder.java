package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.Calibration;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.ModelCost;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.statistic.ClusteredMean;
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

/** Would a smaller model do, or does a larger one do better? */
final class Ladder implements Measure {

  private static final String ID = "ladder";

  /** A gain that a larger model must be shown not to have before the smaller one is enough. */
  private static final double WORTHWHILE = 0.02;

  private static final double REPLIES = 1_000;

  /** One contender on the pairs that all have; {@code gain} is over the audited model. */
  private record Rung(
      Contender contender, ModelCost cost, PairTable table, Estimate accuracy, Estimate gain) {

    @Nullable Long parameters() {
      return cost.parameters();
    }

    boolean judgedByCheck() {
      return contender.kind() == Contender.Kind.MODEL && parameters() != null;
    }

    /** Seconds of a core for a thousand replies. */
    @Nullable Double scoring() {
      Double rate = cost.repliesPerTaskSecond();
      return rate == null ? null : REPLIES / rate;
    }
  }

  @Override
  public Question question() {
    return Question.SMALL_ENOUGH;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    ModelCost own = cost(evidence, evidence.audited());
    Optional<Committee> committee = Committee.of(evidence);
    if (committee.isEmpty() || own.parameters() == null) {
      return Optional.empty();
    }

    List<Rung> rungs = rungs(evidence, committee.get().audited());
    List<Check> checks = checks(rungs, own.parameters());
    return checks.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding(section(evidence, rungs), checks));
  }

  private static ModelCost cost(Evidence evidence, Contender contender) {
    long none = 0;
    return evidence.costs().stream()
        .filter(cost -> cost.model().equals(contender.name()))
        .findFirst()
        .orElse(
            contender.kind() == Contender.Kind.RULE
                    || contender.kind() == Contender.Kind.RULE_WITH_PROBABILITY
                ? new ModelCost(contender.name(), none, null, null, null)
                : new ModelCost(contender.name(), null, null, null, null));
  }

  /** The smallest first; those of unknown size last. */
  private static List<Rung> rungs(Evidence evidence, PairTable shared) {
    long others =
        evidence.contenders().stream()
            .filter(contender -> contender.kind() == Contender.Kind.MODEL)
            .count();
    ClusteredMean joint = evidence.means().together((int) others);
    double[] audited = Outcomes.of(shared.margins(), Outcomes::correct);
    List<Rung> rungs = new ArrayList<>();
    for (Contender contender : evidence.contenders()) {
      PairTable table = contender.table().sharedWith(shared);
      double[] gains = Outcomes.of(table.margins(), Outcomes::correct);
      Arrays.setAll(gains, i -> gains[i] - audited[i]);
      rungs.add(
          new Rung(
              contender,
              cost(evidence, contender),
              table,
              evidence.accuracy(table),
              joint.mean(gains, table.clusters())));
    }

    rungs.sort(
        Comparator.comparing(Rung::parameters, Comparator.nullsLast(Comparator.naturalOrder())));
    return rungs;
  }

  private static List<Check> checks(List<Rung> rungs, long own) {
    List<Check> checks = new ArrayList<>();
    widest(rungs, rung -> size(rung) > own).ifPresent(rung -> checks.add(noLarger(rung)));
    widest(rungs, rung -> size(rung) < own).ifPresent(rung -> checks.add(worthItsSize(rung)));
    return checks;
  }

  private static long size(Rung rung) {
    Long parameters = rung.parameters();
    return parameters == null ? 0 : parameters;
  }

  /** The one whose gain reaches highest: what can be said against it can be said against all. */
  private static Optional<Rung> widest(List<Rung> rungs, java.util.function.Predicate<Rung> which) {
    return rungs.stream()
        .filter(Rung::judgedByCheck)
        .filter(which)
        .max(Comparator.comparingDouble(rung -> highest(rung.gain())));
  }

  private static double highest(Estimate gain) {
    Double high = gain.high();
    return high == null ? Double.POSITIVE_INFINITY : high;
  }

  private static Check noLarger(Rung larger) {
    Estimate gain = larger.gain();
    Verdict verdict =
        !gain.bounded()
            ? Verdict.NOT_MEASURED
            : gain.above(0) ? Verdict.FAIL : gain.below(WORTHWHILE) ? Verdict.PASS : Verdict.WARN;
    String points = points(gain);
    String name = larger.contender().name();
    String sentence =
        switch (verdict) {
          case PASS ->
              "No larger model is better by %s or more; \"%s\" differs by %s on the same pairs."
                  .formatted(Numbers.distance(WORTHWHILE), name, points);
          case WARN ->
              "Whether the larger \"%s\" is better, %s pairs cannot tell: %s."
                  .formatted(name, Numbers.count(gain.n()), points);
          case FAIL ->
              "The larger \"%s\" is better, by %s on the same pairs.".formatted(name, points);
          case NOT_MEASURED -> Judge.reason(gain);
        };
    return new Check(
        "no-larger-is-better",
        "Does no larger model do better?",
        verdict,
        gain,
        Format.POINTS,
        "whole interval of every larger model's gain below %s (fail: above 0)"
            .formatted(Numbers.distance(WORTHWHILE)),
        sentence,
        ID);
  }

  private static Check worthItsSize(Rung smaller) {
    Estimate gain = smaller.gain();
    Verdict verdict = Judge.below(gain, 0);
    String points = points(gain);
    String name = smaller.contender().name();
    String sentence =
        switch (verdict) {
          case PASS ->
              "Every smaller model is worse; \"%s\" differs by %s on the same pairs."
                  .formatted(name, points);
          case WARN ->
              "The smaller \"%s\" may do as well: it differs by %s on the same %s pairs."
                  .formatted(name, points, Numbers.count(gain.n()));
          case FAIL ->
              "The smaller \"%s\" is better, by %s on the same pairs.".formatted(name, points);
          case NOT_MEASURED -> Judge.reason(gain);
        };
    return new Check(
        "worth-its-size",
        "Is it better than every smaller model?",
        verdict,
        gain,
        Format.POINTS,
        "whole interval of every smaller model's gain below 0 (fail: above 0)",
        sentence,
        ID);
  }

  private static String points(Estimate gain) {
    Double value = gain.value();
    return value == null ? Numbers.UNKNOWN : Numbers.points(value);
  }

  private static Section section(Evidence evidence, List<Rung> rungs) {
    return new Section(
        ID,
        "A ladder of models",
        "Models from the smallest to the largest, all on the %s pairs that every one of them has: what more parameters buy, and what they cost."
            .formatted(Numbers.count(rungs.get(0).table().size())),
        List.of(
            figure(
                evidence,
                "ladder",
                "Accuracy, from the smallest to the largest",
                "From top to bottom, from rules without parameters to the largest model. A model that costs more and does not lie further right is not worth it.",
                Chart.intervals("accuracy", "contender", 0.5, "coin"),
                rungs),
            pareto(rungs)),
        List.of(),
        List.of(
            "Gains are over the audited model, pair by pair; their intervals hold together over all models (Bonferroni). Only models of known size, trained or imported by this program, enter the checks; rules stand beside them.",
            "The cost of training is the cores of the cluster times the seconds that the model itself took, models of folds and of learning curves left out. Replies a second are of one task, texts to rewards, its model loaded; a task has one core where there are as many tasks as cores. Both depend on the machine, and on what else it did: compare them within one report.",
            "The models may have seen different amounts of data, which the table shows. A cross-fitted model stands for several, each trained on the other folds."));
  }

  private static Figure figure(
      Evidence evidence,
      String id,
      String title,
      String description,
      Chart chart,
      List<Rung> rungs) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Rung rung : rungs) {
      boolean audited = rung.contender().kind() == Contender.Kind.AUDITED;
      boolean probable = rung.contender().kind().givesProbabilities();
      rows.add(
          Table.row(
              rung.contender().name(),
              rung.parameters(),
              rung.cost().learnedFrom(),
              rung.accuracy(),
              audited ? null : rung.gain(),
              probable ? logLoss(evidence, rung.table()) : null,
              probable ? calibrationError(evidence, rung.table()) : null,
              rung.cost().trainingCoreSeconds(),
              rung.cost().repliesPerTaskSecond()));
    }

    return new Figure(
        id,
        title,
        description,
        chart,
        new Table("Models by size, on the pairs that all have", columns(), rows));
  }

  private static List<Table.Column> columns() {
    return List.of(
        new Table.Column("contender", "Contender", Format.TEXT),
        new Table.Column("parameters", "Parameters", Format.COUNT),
        new Table.Column("learned", "Comparisons learned from", Format.COUNT),
        new Table.Column("accuracy", "Accuracy", Format.PERCENT_ESTIMATE),
        new Table.Column("gain", "Gain over the audited", Format.POINTS_ESTIMATE),
        new Table.Column("loss", "Log loss", Format.DECIMAL_ESTIMATE),
        new Table.Column("ece", "Calibration error beyond chance", Format.DISTANCE),
        new Table.Column("training", "Core seconds to train", Format.COUNT),
        new Table.Column("rate", "Replies a second and task", Format.COUNT));
  }

  private static Estimate logLoss(Evidence evidence, PairTable table) {
    return evidence.means().mean(Outcomes.of(table.margins(), Outcomes::logLoss), table.clusters());
  }

  private static double calibrationError(Evidence evidence, PairTable table) {
    return Calibration.of(table, evidence.settings().bins(), evidence.settings().seed()).debiased();
  }

  /** Those whose price is known, the cheapest first, and whether a cheaper one does as well. */
  private static Figure pareto(List<Rung> rungs) {
    List<Rung> priced =
        rungs.stream()
            .filter(rung -> rung.scoring() != null)
            .sorted(Comparator.comparing(Rung::scoring))
            .toList();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (Rung rung : priced) {
      Double accuracy = rung.accuracy().value();
      boolean ahead = accuracy != null && accuracy > best;
      best = accuracy == null ? best : Math.max(best, accuracy);
      rows.add(
          Table.row(
              rung.contender().name(),
              rung.scoring(),
              rung.accuracy(),
              total(rung.cost(), 1_000_000),
              ahead ? "no" : "yes"));
    }

    return new Figure(
        "ladder-price",
        "Accuracy by the price of scoring",
        "Further right is dearer, on a scale where each step is ten times the last; higher is better. A model with another one to its upper left is beaten in both.",
        rows.size() < 2 ? null : Chart.priced("price", "accuracy", "contender"),
        new Table(
            "What accuracy costs",
            List.of(
                new Table.Column("contender", "Contender", Format.TEXT),
                new Table.Column("price", "Core seconds for 1,000 replies", Format.DECIMAL),
                new Table.Column("accuracy", "Accuracy", Format.PERCENT_ESTIMATE),
                new Table.Column(
                    "million", "Core hours to train and judge a million replies", Format.DECIMAL),
                new Table.Column("dominated", "Is a cheaper one as accurate?", Format.TEXT)),
            rows));
  }

  private static @Nullable Double total(ModelCost cost, double replies) {
    Double training = cost.trainingCoreSeconds();
    Double rate = cost.repliesPerTaskSecond();
    return training == null || rate == null ? null : (training + replies / rate) / 3_600;
  }
}
