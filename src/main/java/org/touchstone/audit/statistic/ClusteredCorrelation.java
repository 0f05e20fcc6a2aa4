package org.touchstone.audit.statistic;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.TDistribution;
import org.touchstone.report.Estimate;

/**
 * Pearson correlation with an interval that respects clusters.
 *
 * <pre>
 *   r = mean(x y) of x, y brought to mean 0 and standard deviation 1
 *   z_g = artanh of r without cluster g
 *   se(z)^2 = (G - 1) / G sum over clusters of (z_g - mean of z)^2
 *   interval: tanh(artanh(r) -+ t_{G*-1} se(z)),  se(r) = (1 - r^2) se(z)
 * </pre>
 *
 * <p>G* = (sum n_g)^2 / sum n_g^2 is the number of equal clusters that would know as much. More
 * than {@link ClusterSums#MAX_GROUPS} clusters are pooled to that many groups. The first-order
 * standard error, from the influence of every cluster, is too small where clusters are few: over
 * normal rows in 10, 20 and 50 clusters of 1 to 6 its intervals held the truth in 89.7, 90.8 and
 * 92.9 % of 4,000 made worlds.
 *
 * <p>Source: the jackknife, B. Efron and C. Stein, Annals of Statistics 9 (1981), 586-596, on the
 * scale of R. A. Fisher, Metron 1 (1921), 3-32; the effective number of clusters as in {@link
 * ClusteredMean}.
 */
public final class ClusteredCorrelation {

  /** Where the transform ends: rounding may lead past it. */
  private static final double NEARLY_ONE = 1 - 1e-12;

  private ClusteredCorrelation() {}

  /**
   * Estimates a correlation.
   *
   * @param x one number a row
   * @param y another
   * @param clusters the number of every row's cluster
   */
  public static Estimate of(double[] x, double[] y, int[] clusters) {
    double[] left = standardised(x);
    double[] right = standardised(y);
    double r = 0;
    for (int i = 0; i < x.length; i++) {
      r += left[i] * right[i] / x.length;
    }

    int count = ClusterSums.of(x, clusters).clusters();
    if (Double.isNaN(r) || x.length < 2) {
      return Estimate.notMeasured("one of the two never varies", x.length, count);
    }

    if (count < ClusteredMean.FEWEST_CLUSTERS) {
      return withoutInterval(r, x.length, count);
    }

    double error = jackknife(left, right, clusters);
    if (!Double.isFinite(error)) {
      return Estimate.bare(
          r,
          x.length,
          count,
          "no interval: without one of the clusters, one of the two never varies");
    }

    double rest = 1 - r * r;
    double freedom = Math.max(1, ClusterSums.of(x, clusters).effectiveClusters() - 1);
    return bounded(
        Math.max(-1, Math.min(1, r)),
        rest * error,
        freedom,
        x.length,
        count,
        "Fisher's z, jackknife standard error over clusters");
  }

  /** A correlation of too few clusters. */
  static Estimate withoutInterval(double r, int rows, int count) {
    return Estimate.bare(
        r,
        rows,
        count,
        "no interval: %d prompt clusters, at least %d needed"
            .formatted(count, ClusteredMean.FEWEST_CLUSTERS));
  }

  /** A correlation with its interval by Fisher's transform. */
  static Estimate bounded(
      double r, double standardError, double freedom, int rows, int count, String method) {
    double rest = 1 - r * r;
    double half =
        rest < 1e-12
            ? 0
            : TDistribution.of(freedom).inverseSurvivalProbability(0.025) * standardError / rest;
    double centre = 0.5 * Math.log((1 + r) / (1 - r));
    return new Estimate(
        r,
        rest < 1e-12 ? r : Math.tanh(centre - half),
        rest < 1e-12 ? r : Math.tanh(centre + half),
        standardError,
        rows,
        count,
        method,
        null);
  }

  /** Standard error of artanh(r) by leaving out one group of clusters at a time. */
  private static double jackknife(double[] x, double[] y, int[] clusters) {
    int groups = ClusterSums.of(x, clusters).groups();
    double[][] moments = new double[groups][];
    Arrays.setAll(moments, group -> new double[6]);
    double[] all = new double[6];
    for (int i = 0; i < x.length; i++) {
      double[] row = {1, x[i], y[i], x[i] * x[i], y[i] * y[i], x[i] * y[i]};
      for (int k = 0; k < row.length; k++) {
        moments[clusters[i] % groups][k] += row[k];
        all[k] += row[k];
      }
    }

    double[] without = Arrays.stream(moments).mapToDouble(own -> transformed(all, own)).toArray();
    double mean = Arrays.stream(without).average().orElse(Double.NaN);
    double squares = Arrays.stream(without).map(z -> (z - mean) * (z - mean)).sum();
    return Math.sqrt(squares * (groups - 1) / groups);
  }

  /** artanh(r) of all rows but some, from sums of 1, x, y, x^2, y^2 and x y. */
  private static double transformed(double[] all, double[] left) {
    double n = all[0] - left[0];
    double x = (all[1] - left[1]) / n;
    double y = (all[2] - left[2]) / n;
    double xx = (all[3] - left[3]) / n - x * x;
    double yy = (all[4] - left[4]) / n - y * y;
    double xy = (all[5] - left[5]) / n - x * y;
    double r = xy / Math.sqrt(xx * yy);
    double bounded = Math.max(-NEARLY_ONE, Math.min(NEARLY_ONE, r));
    return 0.5 * Math.log((1 + bounded) / (1 - bounded));
  }

  /** Brings numbers to mean 0 and standard deviation 1; NaN if they do not vary. */
  private static double[] standardised(double[] numbers) {
    double mean = 0;
    for (double number : numbers) {
      mean += number / numbers.length;
    }

    double variance = 0;
    for (double number : numbers) {
      variance += (number - mean) * (number - mean) / numbers.length;
    }

    double[] standardised = new double[numbers.length];
    double deviation = Math.sqrt(variance);
    for (int i = 0; i < numbers.length; i++) {
      standardised[i] = (numbers[i] - mean) / deviation;
    }

    return standardised;
  }
}
