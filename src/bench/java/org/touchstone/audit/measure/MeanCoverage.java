package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.touchstone.audit.statistic.ClusteredCorrelation;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.CurveFit;
import org.touchstone.audit.statistic.RankCorrelation;
import org.touchstone.report.Estimate;

/** Settings of means and correlations, whose true values have closed forms. */
final class MeanCoverage {

  private static final int RESAMPLES = 1_000;
  private static final double CORRELATION = 0.6;

  /** Accuracies of models that saw a quarter, a half and all of the data: 4 points a doubling. */
  private static final double[] LEARNED = {0.60, 0.64, 0.68};

  private MeanCoverage() {}

  static List<CoverageSetting> settings(int count) {
    String of = "%d clusters of 1 to %d rows".formatted(count, ClusteredRows.LARGEST);
    List<CoverageSetting> settings = new ArrayList<>();
    settings.add(
        CoverageSetting.exact(
            "share", of + ", truth 0.6", 0.6, random -> share(count, 0.6, random)));
    settings.add(
        CoverageSetting.exact(
            "share", of + ", truth 0.8", 0.8, random -> share(count, 0.8, random)));
    settings.add(
        CoverageSetting.exact(
            "mean", of + ", half normal, half exponential", 1, random -> mean(count, random)));
    settings.add(
        CoverageSetting.exact(
            "paired-difference", of + ", 0.7 against 0.65", 0.05, r -> difference(count, r)));
    settings.add(
        CoverageSetting.exact(
            "rare-difference", of + ", one row of 50 differs", 0, random -> rare(count, random)));
    settings.add(
        CoverageSetting.exact(
            "correlation", of + ", normal", CORRELATION, random -> pearson(count, random)));
    settings.add(
        CoverageSetting.exact(
            "rank-correlation",
            of + ", normal",
            2 / Math.PI * Math.asin(CORRELATION),
            random -> kendall(count, random)));
    settings.add(
        CoverageSetting.exact(
            "gain-by-a-doubling", of + ", three sizes", 0.04, random -> learning(count, random)));
    return settings;
  }

  private static ClusteredMean means(SplittableRandom random) {
    return ClusteredMean.of(random.nextLong(), RESAMPLES);
  }

  /** The share of a cluster lies 0.15 above the truth or as much below. */
  private static Estimate share(int count, double truth, SplittableRandom random) {
    ClusteredRows rows = ClusteredRows.of(count, random);
    double[] shares = rows.shared(random, effect -> truth + (effect > 0 ? 0.15 : -0.15));
    return means(random)
        .share(rows.rows(row -> random.nextDouble() < shares[row] ? 1 : 0), rows.clusters());
  }

  private static Estimate mean(int count, SplittableRandom random) {
    ClusteredRows rows = ClusteredRows.of(count, random);
    double[] effects = rows.shared(random, effect -> effect);
    return means(random)
        .mean(rows.rows(row -> effects[row] - Math.log(1 - random.nextDouble())), rows.clusters());
  }

  private static Estimate difference(int count, SplittableRandom random) {
    ClusteredRows rows = ClusteredRows.of(count, random);
    double[] ease = rows.shared(random, effect -> effect > 0 ? 0.15 : -0.15);
    return means(random)
        .difference(
            rows.rows(
                row ->
                    (random.nextDouble() < 0.7 + ease[row] ? 1 : 0)
                        - (random.nextDouble() < 0.65 + ease[row] ? 1 : 0)),
            rows.clusters());
  }

  /** Two models that are hardly different, and equally good. */
  private static Estimate rare(int count, SplittableRandom random) {
    ClusteredRows rows = ClusteredRows.of(count, random);
    return means(random)
        .difference(
            rows.rows(row -> random.nextInt(50) > 0 ? 0 : random.nextBoolean() ? 1 : -1),
            rows.clusters());
  }

  private static Estimate pearson(int count, SplittableRandom random) {
    ClusteredRows rows = ClusteredRows.of(count, random);
    double[] x = rows.normal(random);
    return ClusteredCorrelation.of(x, correlated(x, rows, random), rows.clusters());
  }

  private static Estimate kendall(int count, SplittableRandom random) {
    ClusteredRows rows = ClusteredRows.of(count, random);
    double[] x = rows.normal(random);
    return RankCorrelation.of(x, correlated(x, rows, random), rows.clusters());
  }

  private static double[] correlated(double[] x, ClusteredRows rows, SplittableRandom random) {
    double[] own = rows.normal(random);
    return rows.rows(
        row -> CORRELATION * x[row] + Math.sqrt(1 - CORRELATION * CORRELATION) * own[row]);
  }

  private static Estimate learning(int count, SplittableRandom random) {
    ClusteredRows rows = ClusteredRows.of(count, random);
    double[] ease = rows.shared(random, effect -> effect > 0 ? 0.15 : -0.15);
    double[][] correct = new double[LEARNED.length][];
    for (int size = 0; size < LEARNED.length; size++) {
      double accuracy = LEARNED[size];
      correct[size] = rows.rows(row -> random.nextDouble() < accuracy + ease[row] ? 1 : 0);
    }

    return new CurveFit(List.of(250.0, 500.0, 1_000.0), correct, rows.clusters(), means(random))
        .perDoubling();
  }
}
