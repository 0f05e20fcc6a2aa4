package org.touchstone.audit.measure;

import java.util.List;
import org.touchstone.audit.statistic.BestOfN;
import org.touchstone.report.Estimate;

/**
 * The curve of over-optimisation, fitted to what people think of the best of n.
 *
 * <pre>
 *   gold(d) = d (alpha - beta d),   d = sqrt(ln n - (n - 1) / n)
 *   least squares over the numbers n &gt; 1, of equal weight: with x = d, y = -d^2,
 *     D = sum x^2 sum y^2 - (sum x y)^2
 *     alpha = sum over n of (x sum y^2 - y sum x y) / D * gold_n
 *     beta  = sum over n of (y sum x^2 - x sum x y) / D * gold_n
 *   most at d = alpha / (2 beta)
 * </pre>
 *
 * <p>Both are weighted sums of the points, and so means over pools of the same weighted sums of
 * each pool's own points: their intervals are those of a clustered mean. The n of the peak is no
 * mean; its interval is a bootstrap over clusters, where a resample that does not bend down has its
 * peak at {@link #FARTHEST}.
 *
 * <p>Source: L. Gao, J. Schulman and J. Hilton, arXiv:2210.10760, equation of best-of-n. Their
 * coefficients belong to their models; only the form is theirs.
 */
final class PressureFit {

  /** A peak beyond this many replies is none that anyone would meet. */
  static final double FARTHEST = 1_000_000;

  private final Evidence evidence;
  private final int[] clusters;
  private final double[] alphas;
  private final double[] betas;

  /**
   * Fits both numbers to every pool.
   *
   * @param numbers of replies, the first 1, at least three
   * @param gold by number and pool
   * @param clusters of the pools
   */
  PressureFit(int[] numbers, List<double[]> gold, int[] clusters, Evidence evidence) {
    this.evidence = evidence;
    this.clusters = clusters;
    alphas = new double[clusters.length];
    betas = new double[clusters.length];
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int n : numbers) {
      double y = -BestOfN.divergence(n);
      double x = Math.sqrt(-y);
      xx += x * x;
      xy += x * y;
      yy += y * y;
    }

    double determinant = xx * yy - xy * xy;
    for (int k = 0; k < numbers.length; k++) {
      double y = -BestOfN.divergence(numbers[k]);
      double x = Math.sqrt(-y);
      add(alphas, (x * yy - y * xy) / determinant, gold.get(k));
      add(betas, (y * xx - x * xy) / determinant, gold.get(k));
    }
  }

  private static void add(double[] sums, double weight, double[] values) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += weight * values[i];
    }
  }

  /** How steeply it rises at first. */
  Estimate alpha() {
    return evidence.means().mean(alphas, clusters);
  }

  /** How much it bends down; 0 is a straight line. */
  Estimate beta() {
    return evidence.means().mean(betas, clusters);
  }

  /** Whether it bends down for certain. */
  boolean bends() {
    return beta().above(0);
  }

  /** The number of replies beyond which choosing among more makes the choice worse. */
  Estimate peak() {
    return evidence.bootstrap().ofMeans(clusters, means -> peak(means[0], means[1]), alphas, betas);
  }

  /** From 1, where choosing hurts from the start, to {@link #FARTHEST}. */
  static double peak(double alpha, double beta) {
    if (beta <= 0) {
      return FARTHEST;
    }

    double distance = Math.max(0, alpha / (2 * beta));
    double farthest = BestOfN.divergence(FARTHEST);
    return distance * distance >= farthest ? FARTHEST : BestOfN.replies(distance * distance);
  }
}
