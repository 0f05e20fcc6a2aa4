package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.CurvePoint;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.settings.ReviewSettings;
import org.touchstone.audit.statistic.CurveFit;
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

/** Has it seen enough human data, and what would the next thousand labels buy? */
final class LearningCurve implements Measure {

  private static final String ID = "learning-curve";

  /** A doubling that gains less than this is not worth its labels to most. */
  private static final double LEVEL = 0.005;

  private static final int LABELS = 1_000;

  /** All draws of one share. */
  private record Size(
      double comparisons, List<CurvePoint> draws, double[] correct, Estimate accuracy) {}

  @Override
  public Question question() {
    return Question.ENOUGH_DATA;
  }

  @Override
  public Optional<Finding> of(Evidence evidence) {
    Map<Double, List<CurvePoint>> shares = new TreeMap<>();
    for (CurvePoint point : evidence.curve()) {
      if (!Double.isNaN(point.share())) {
        shares.computeIfAbsent(point.share(), unused -> new ArrayList<>()).add(point);
      }
    }

    if (shares.size() < 2 || oneSize(shares)) {
      return Optional.empty();
    }

    List<Size> sizes = shares.values().stream().map(draws -> size(draws, evidence)).toList();
    CurveFit fit =
        new CurveFit(
            sizes.stream().map(Size::comparisons).toList(),
            sizes.stream().map(Size::correct).toArray(double[][]::new),
            sizes.get(0).draws().get(0).table().clusters(),
            evidence.means());
    return Optional.of(
        new Finding(
            section(evidence, sizes, fit), List.of(check(fit.perDoubling(), largest(sizes)))));
  }

  /** On few prompts, two shares can be the same rows. */
  private static boolean oneSize(Map<Double, List<CurvePoint>> shares) {
    return shares.values().stream()
            .mapToDouble(
                draws -> draws.stream().mapToInt(CurvePoint::comparisons).average().orElse(0))
            .distinct()
            .count()
        < 2;
  }

  /** Each pair's outcome is its mean over the draws. */
  private static Size size(List<CurvePoint> draws, Evidence evidence) {
    PairTable first = draws.get(0).table();
    double[] correct = new double[first.size()];
    for (CurvePoint draw : draws) {
      double[] own = Outcomes.of(draw.table().sharedWith(first).margins(), Outcomes::correct);
      if (own.length != correct.length) {
        throw new IllegalArgumentException(
            "Cannot audit the learning curve: its models judged %d and %d pairs, must be the same"
                .formatted(correct.length, own.length));
      }

      for (int i = 0; i < own.length; i++) {
        correct[i] += own[i] / draws.size();
      }
    }

    return new Size(
        draws.stream().mapToInt(CurvePoint::comparisons).average().orElse(0),
        draws,
        correct,
        evidence.means().mean(correct, first.clusters()));
  }

  private static Size largest(List<Size> sizes) {
    return sizes.get(sizes.size() - 1);
  }

  private static Check check(Estimate doubling, Size all) {
    Verdict verdict =
        !doubling.bounded() || vague(doubling)
            ? Verdict.NOT_MEASURED
            : doubling.below(0)
                ? Verdict.FAIL
                : doubling.below(LEVEL) ? Verdict.PASS : Verdict.WARN;
    String points = doubling.value() == null ? "" : Numbers.points(doubling.value());
    String sentence =
        switch (verdict) {
          case PASS ->
              "It has levelled off: another doubling of %s comparisons would bring %s."
                  .formatted(Numbers.count(Math.round(all.comparisons())), points);
          case WARN ->
              "It still learns at %s comparisons: every doubling brought %s."
                  .formatted(Numbers.count(Math.round(all.comparisons())), points);
          case FAIL -> "More data made it worse, by %s a doubling.".formatted(points);
          case NOT_MEASURED ->
              doubling.bounded()
                  ? "Every doubling brought %s, which %s held-out pairs cannot tell from nothing nor from much."
                      .formatted(points, Numbers.count(doubling.n()))
                  : Judge.reason(doubling);
        };
    return new Check(
        "levelled-off",
        "Has it seen as much data as it can use?",
        verdict,
        doubling,
        Format.POINTS,
        "whole interval of the gain by a doubling below %s (fail: below 0)"
            .formatted(Numbers.distance(LEVEL)),
        sentence,
        ID);
  }

  /** An interval that holds both nothing and a gain worth its labels. */
  private static boolean vague(Estimate doubling) {
    return !doubling.above(0) && !doubling.below(LEVEL);
  }

  /** The labels that the line asks for one point more: n (2^(0.01 / gain by a doubling) - 1). */
  private static double labelsAPoint(double all, double doubling) {
    return all * (Math.pow(2, 0.01 / doubling) - 1);
  }

  /** What labels cost, unless labels are what is counted. */
  private static String money(double labels, ReviewSettings review) {
    return review.equals(ReviewSettings.DEFAULT)
        ? ""
        : ", or %s %s"
            .formatted(
                Numbers.count(Math.round(labels * review.pricePerLabel())), review.currency());
  }

  private static Section section(Evidence evidence, List<Size> sizes, CurveFit fit) {
    double all = largest(sizes).comparisons();
    ReviewSettings review = evidence.settings().review();
    Estimate next = fit.gain(all, all + LABELS);
    Double gain = next.value();
    Double doubling = fit.perDoubling().value();
    String price =
        doubling == null || doubling <= 0
            ? "it does not say what a point more would cost"
            : "a point more would take about %s labels"
                    .formatted(Numbers.count(Math.round(labelsAPoint(all, doubling))))
                + money(labelsAPoint(all, doubling), review);
    return new Section(
        ID,
        "Accuracy against the amount of data",
        "Models with the settings of one training run, each trained on a share of its training prompts and judged on the same held-out pairs. By the line through them, the next %s labels would bring %s; %s."
            .formatted(
                Numbers.count(LABELS),
                gain == null ? "an unknown gain" : Numbers.points(gain),
                price),
        List.of(curve(sizes), predictions(fit, all)),
        List.of(),
        List.of(
            "Every share is drawn by prompt cluster under several seeds; within one draw, the smaller shares are parts of the larger. Draws differ in rows and their order, not in first weights. The spread is the standard deviation of the draws' accuracies.",
            "The line is accuracy = a + b ln n, fitted to the means of the shares with equal weights. It is a convention that fits such curves over a few doublings and cannot bend: what it says beyond four times the data at hand is a guess, and it would pass 100\u00a0% in the end. Intervals hold what other held-out prompts would change.",
            "All shares have the settings of the whole, so a small share also takes fewer steps: part of what the curve shows is training for longer, and a small share might do better with other settings."));
  }

  private static Figure curve(List<Size> sizes) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Size size : sizes) {
      rows.add(
          Table.row(
              size.comparisons(),
              size.accuracy(),
              spread(size.draws()),
              size.draws().get(0).share(),
              size.draws().size()));
    }

    return new Figure(
        "learning-curve",
        "Accuracy by the number of comparisons learned from",
        "Further right, models that saw more; higher, models that agree with people more. The dashed line is a coin.",
        Chart.lines("comparisons", "accuracy").against(0.5, "coin"),
        new Table(
            "Models trained on shares of the data",
            List.of(
                new Table.Column("comparisons", "Comparisons", Format.COUNT),
                new Table.Column("accuracy", "Accuracy", Format.PERCENT_ESTIMATE),
                new Table.Column("spread", "Spread of the draws", Format.DISTANCE),
                new Table.Column("share", "Share of the prompts", Format.PERCENT),
                new Table.Column("draws", "Draws", Format.COUNT)),
            rows));
  }

  private static @Nullable Double spread(List<CurvePoint> draws) {
    if (draws.size() < 2) {
      return null;
    }

    double[] accuracies =
        draws.stream()
            .mapToDouble(
                draw ->
                    java.util.Arrays.stream(Outcomes.of(draw.table().margins(), Outcomes::correct))
                        .average()
                        .orElse(0))
            .toArray();
    double mean = java.util.Arrays.stream(accuracies).average().orElse(0);
    double squares =
        java.util.Arrays.stream(accuracies).map(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (accuracies.length - 1));
  }

  private static Figure predictions(CurveFit fit, double all) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    rows.add(row("all of the data, by the line", fit, all, all));
    rows.add(row(Numbers.count(LABELS) + " more", fit, all, all + LABELS));
    rows.add(row("twice the data", fit, all, 2 * all));
    rows.add(row("four times the data", fit, all, 4 * all));
    return new Figure(
        "learning-curve-ahead",
        "What more data would bring, by the line",
        "An extrapolation: believe it less the further it reaches.",
        null,
        new Table(
            "Accuracy that the fitted line has beyond the data",
            List.of(
                new Table.Column("data", "With", Format.TEXT),
                new Table.Column("comparisons", "Comparisons", Format.COUNT),
                new Table.Column("accuracy", "Accuracy", Format.PERCENT_ESTIMATE),
                new Table.Column("gain", "Gain", Format.POINTS_ESTIMATE)),
            rows));
  }

  private static List<@Nullable Object> row(String name, CurveFit fit, double from, double to) {
    return Table.row(
        name, (double) Math.round(to), fit.at(to), from == to ? null : fit.gain(from, to));
  }
}
