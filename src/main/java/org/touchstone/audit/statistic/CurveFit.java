package org.touchstone.audit.statistic;

import java.util.Arrays;
import java.util.List;
import org.touchstone.report.Estimate;

/**
 * A straight line through accuracy against the logarithm of the number of comparisons.
 *
 * <pre>
 *   acc(n) = a + b ln n,  x_k = ln n_k,  S = sum (x_k - mean x)^2
 *   b      = sum over k of (x_k - mean x) / S * acc_k
 *   acc(n) = sum over k of (1 / K + (ln n - mean x) (x_k - mean x) / S) * acc_k
 * </pre>
 *
 * <p>Both are weighted sums of the accuracies, and so means over held-out pairs of the same
 * weighted sums of each pair's own outcomes: their intervals are those of a clustered mean. They
 * hold what drawing other held-out prompts would change, not what drawing other training rows
 * would.
 *
 * <p>Gains by doublings: N. Stiennon et al., arXiv:2009.01325, section 4.3.
 */
public final class CurveFit {

  private final double[] logs;
  private final double[][] correct;
  private final int[] clusters;
  private final ClusteredMean means;

  /**
   * Takes one row of outcomes a size.
   *
   * @param sizes comparisons learned from, at least two different numbers
   * @param correct outcomes by size and held-out pair, from 0 to 1
   * @param clusters of the held-out pairs
   */
  public CurveFit(List<Double> sizes, double[][] correct, int[] clusters, ClusteredMean means) {
    this.logs = sizes.stream().mapToDouble(Math::log).toArray();
    this.correct = correct;
    this.clusters = clusters;
    this.means = means;
  }

  /** What a doubling of the data gains, as a share of pairs. */
  public Estimate perDoubling() {
    return means.difference(values(slopes(Math.log(2))), clusters);
  }

  /** What growing from one number of comparisons to another gains. */
  public Estimate gain(double from, double to) {
    return weighted(slopes(Math.log(to / from)));
  }

  /** The accuracy that the line has at a number of comparisons. */
  public Estimate at(double comparisons) {
    double mean = Arrays.stream(logs).average().orElse(0);
    double[] weights = slopes(Math.log(comparisons) - mean);
    for (int k = 0; k < weights.length; k++) {
      weights[k] += 1.0 / weights.length;
    }

    return weighted(weights);
  }

  private double[] slopes(double scale) {
    double mean = Arrays.stream(logs).average().orElse(0);
    double squares = Arrays.stream(logs).map(x -> (x - mean) * (x - mean)).sum();
    return Arrays.stream(logs).map(x -> scale * (x - mean) / squares).toArray();
  }

  private Estimate weighted(double[] weights) {
    return means.mean(values(weights), clusters);
  }

  private double[] values(double[] weights) {
    double[] values = new double[clusters.length];
    for (int k = 0; k < weights.length; k++) {
      for (int i = 0; i < values.length; i++) {
        values[i] += weights[k] * correct[k][i];
      }
    }

    return values;
  }
}
