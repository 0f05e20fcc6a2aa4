package org.touchstone.audit;

import org.apache.commons.statistics.distribution.TDistribution;
import org.touchstone.report.Estimate;

/**
 * Pearson correlation with an interval that respects clusters.
 *
 * <pre>
 *   r = mean(x y) of x, y brought to mean 0 and standard deviation 1
 *   u_i = x_i y_i - r (x_i^2 + y_i^2) / 2          influence of row i
 *   se(r)^2 = G / (G - 1) sum over clusters of (sum of u_i)^2 / n^2
 *   interval: tanh(artanh(r) -+ t_{G-1} se(r) / (1 - r^2))
 * </pre>
 *
 * <p>Source: the influence function, S. J. Devlin, R. Gnanadesikan and J. R. Kettenring, Biometrika
 * 62 (1975), 531-545; the transform, R. A. Fisher, Metron 1 (1921), 3-32.
 */
final class ClusteredCorrelation {

  private ClusteredCorrelation() {}

  /**
   * Estimates a correlation.
   *
   * @param x one number a row
   * @param y another
   * @param clusters the number of every row's cluster
   */
  static Estimate of(double[] x, double[] y, int[] clusters) {
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

    double[] influences = influences(left, right, r);
    return bounded(
        Math.max(-1, Math.min(1, r)), standardError(influences, clusters), x.length, count);
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
  static Estimate bounded(double r, double standardError, int rows, int count) {
    double rest = 1 - r * r;
    double half =
        rest < 1e-12
            ? 0
            : TDistribution.of(count - 1).inverseSurvivalProbability(0.025) * standardError / rest;
    double centre = 0.5 * Math.log((1 + r) / (1 - r));
    return new Estimate(
        r,
        rest < 1e-12 ? r : Math.tanh(centre - half),
        rest < 1e-12 ? r : Math.tanh(centre + half),
        standardError,
        rows,
        count,
        "Fisher's z, standard error from cluster influences",
        null);
  }

  private static double[] influences(double[] x, double[] y, double r) {
    double[] influences = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      influences[i] = x[i] * y[i] - r * (x[i] * x[i] + y[i] * y[i]) / 2;
    }

    return influences;
  }

  /** Standard error of a number from the influence of every row on it. */
  static double standardError(double[] influences, int[] clusters) {
    ClusterSums sums = ClusterSums.of(influences, clusters);
    double squares = 0;
    for (double pull : sums.influences()) {
      squares += pull * pull;
    }

    return Math.sqrt(squares * sums.groups() / (sums.groups() - 1.0)) / influences.length;
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
