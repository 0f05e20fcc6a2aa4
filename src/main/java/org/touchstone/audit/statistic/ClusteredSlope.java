package org.touchstone.audit.statistic;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.report.Estimate;

/**
 * How much a measure of rows rises with another, compared within groups, with an interval that
 * respects clusters.
 *
 * <pre>
 *   x_i, y_i less the means of their group
 *   b = sum x_i y_i / sum x_i^2,  e_i = y_i - b x_i
 *   v_i = b + n x_i e_i / sum x_i^2,  whose mean is b
 * </pre>
 *
 * <p>The interval is that of the mean of the v_i over clusters: the slope's influences in place of
 * its own resamples, as in the sandwich estimator of its standard error.
 *
 * <p>Source: K.-Y. Liang and S. Zeger, Biometrika 73 (1986), 13-22.
 */
public final class ClusteredSlope {

  private ClusteredSlope() {}

  /**
   * Estimates the slope.
   *
   * @param x what the measure may rise with, one a row
   * @param y the measure
   * @param groups within which rows are compared
   * @param clusters the number of every row's cluster
   */
  public static Estimate of(
      double[] x, double[] y, List<String> groups, int[] clusters, ClusteredMean means) {
    double[] across = centred(x, groups);
    double[] up = centred(y, groups);
    double squares = 0;
    double products = 0;
    for (int i = 0; i < across.length; i++) {
      squares += across[i] * across[i];
      products += across[i] * up[i];
    }

    if (squares < 1e-12) {
      return Estimate.notMeasured("all values are the same", x.length, 0);
    }

    double slope = products / squares;
    double[] influences = new double[across.length];
    for (int i = 0; i < influences.length; i++) {
      double residual = up[i] - slope * across[i];
      influences[i] = slope + influences.length * across[i] * residual / squares;
    }

    return means.mean(influences, clusters);
  }

  private static double[] centred(double[] values, List<String> groups) {
    Map<String, double[]> sums = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      double[] sum = sums.computeIfAbsent(groups.get(i), unused -> new double[2]);
      sum[0] += values[i];
      sum[1]++;
    }

    double[] centred = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double[] sum = sums.getOrDefault(groups.get(i), new double[] {0, 1});
      centred[i] = values[i] - sum[0] / sum[1];
    }

    return centred;
  }
}
