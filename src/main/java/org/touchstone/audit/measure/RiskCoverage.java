package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.report.Chart;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Numbers;
import org.touchstone.report.Section;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/** Is it right more often where it is surer? */
final class RiskCoverage implements Measure {

  private static final String ID = "risk-coverage";

  /** Shares of the pairs, in tenths. */
  private static final int STEPS = 10;

  @Override
  public Question question() {
    return Question.KNOWS_WHEN_UNSURE;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    PairTable pairs = evidence.pairs();
    if (pairs.size() < 2) {
      return Optional.empty();
    }

    CoverageCurve curve = CoverageCurve.byMargin(pairs);
    ClusterBootstrap bootstrap = evidence.bootstrap();
    Estimate halves = curve.halves(bootstrap);
    return Optional.of(
        new Finding(
            new Section(
                ID,
                "Right more often where it is surer",
                "Of a model that knows its limits one may use the sure judgements and leave the others to people. On the surest fifth of the pairs this one agrees with people in %s, on all in %s."
                    .formatted(
                        percent(curve.accuracy(0.2, evidence.means())),
                        percent(curve.accuracy(1, evidence.means()))),
                List.of(figure(evidence, curve), areas(evidence, curve, bootstrap)),
                List.of(),
                List.of(
                    "Sureness is the distance of the two rewards; only its order matters here, so rewards need not be logits. Each share of the pairs has an interval of its own over clusters of prompts.",
                    "The area under the risk-coverage curve is the share of wrong pairs among the k surest, averaged over all k (Geifman, Uziel and El-Yaniv 2019, arXiv:1805.08206). The best possible order has all wrong pairs last: with people who contradict one another, no model can reach it.")),
            List.of(check(halves))));
  }

  private static Check check(Estimate halves) {
    Verdict verdict = Judge.above(halves, 0);
    String points = halves.value() == null ? "" : Numbers.distance(Math.abs(halves.value()));
    String sentence =
        switch (verdict) {
          case PASS ->
              "On the half of the pairs that it is surer of it is right more often, by %s."
                  .formatted(points);
          case WARN ->
              "Whether it is right more often where it is surer, this sample cannot tell: the halves differ by %s."
                  .formatted(points);
          case FAIL ->
              "It is right less often on the half that it is surer of, by %s.".formatted(points);
          case NOT_MEASURED -> Judge.reason(halves);
        };
    return new Check(
        "surer-is-righter",
        "Is it right more often where it is surer?",
        verdict,
        halves,
        Format.POINTS,
        "whole interval of the difference between the surer and the less sure half above 0",
        sentence,
        ID);
  }

  private static Figure figure(Evidence evidence, CoverageCurve curve) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int step = 1; step <= STEPS; step++) {
      double share = step / (double) STEPS;
      int pairs = curve.covered(share);
      rows.add(
          Table.row(
              share,
              curve.accuracy(share, evidence.means()),
              pairs,
              Math.abs(evidence.pairs().margins()[curve.order()[pairs - 1]])));
    }

    Double all = evidence.accuracy(evidence.pairs()).value();
    return new Figure(
        "accuracy-by-coverage",
        "Accuracy on the pairs that it is surest of",
        "From left to right, more and more pairs count, the surest first. A line that falls means that its sureness tells something; a flat line means that it tells nothing.",
        Chart.lines("coverage", "accuracy").against(all == null ? 0.5 : all, "all pairs"),
        new Table(
            "Accuracy by share of the pairs, the surest first",
            List.of(
                new Table.Column("coverage", "Surest share of the pairs", Format.PERCENT),
                new Table.Column("accuracy", "Accuracy", Format.PERCENT_ESTIMATE),
                new Table.Column("pairs", "Pairs", Format.COUNT),
                new Table.Column("least_margin", "Least distance of rewards", Format.DECIMAL)),
            rows));
  }

  private static Figure areas(Evidence evidence, CoverageCurve curve, ClusterBootstrap bootstrap) {
    Double accuracy = evidence.accuracy(evidence.pairs()).value();
    return new Figure(
        "risk-coverage-area",
        "Area under the risk-coverage curve",
        "Smaller is better. The nearer to the best possible order, the more the model's sureness is worth.",
        null,
        new Table(
            "Area under the risk-coverage curve by order of the pairs",
            List.of(
                new Table.Column("order", "Order", Format.TEXT),
                new Table.Column("area", "Area", Format.DECIMAL_ESTIMATE),
                new Table.Column("gain", "Less than in random order by", Format.DECIMAL_ESTIMATE)),
            List.of(
                Table.row("the model's own sureness", curve.area(bootstrap), curve.gain(bootstrap)),
                Table.row("random", bare(accuracy == null ? 0.5 : 1 - accuracy, evidence), null),
                Table.row("best possible", bare(curve.leastArea(), evidence), null))));
  }

  private static Estimate bare(double value, Evidence evidence) {
    PairTable pairs = evidence.pairs();
    return Estimate.bare(
        value, pairs.size(), pairs.clusterCount(), "no interval: what the order is compared with");
  }

  private static String percent(Estimate estimate) {
    Double value = estimate.value();
    return value == null ? Numbers.UNKNOWN : Numbers.percent(value);
  }
}
