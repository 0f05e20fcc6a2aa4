package org.touchstone.audit.statistic;

import java.util.SplittableRandom;

/**
 * Per-cluster sums of a measure, all that the mean and its uncertainty need.
 *
 * <pre>
 *   r = sum of y_c / sum of n_c            the mean over rows, a ratio over clusters
 *   u_c = y_c - r n_c                      how far cluster c pulls it
 * </pre>
 *
 * <p>y_c = sum of the measure in cluster c, n_c = its rows. Clusters are the unit that was sampled:
 * rows of one prompt resemble one another, and an interval over rows would be too narrow.
 */
public final class ClusterSums {

  /** More clusters are pooled to this many: the interval is as good and the cost stays bounded. */
  public static final int MAX_GROUPS = 10_000;

  private final double[] sums;
  private final long[] counts;
  private final int clusters;
  private final double sum;
  private final long count;

  private ClusterSums(double[] sums, long[] counts, int clusters, double sum, long count) {
    this.sums = sums;
    this.counts = counts;
    this.clusters = clusters;
    this.sum = sum;
    this.count = count;
  }

  /**
   * Sums values by cluster.
   *
   * @param values the measure of every row
   * @param clusters the number of every row's cluster; each from 0 to the largest occurs
   */
  public static ClusterSums of(double[] values, int[] clusters) {
    int size = 0;
    for (int cluster : clusters) {
      size = Math.max(size, cluster + 1);
    }

    int groups = Math.min(size, MAX_GROUPS);
    double[] sums = new double[groups];
    long[] counts = new long[groups];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sums[clusters[i] % groups] += values[i];
      counts[clusters[i] % groups]++;
      sum += values[i];
    }

    return new ClusterSums(sums, counts, size, sum, values.length);
  }

  int clusters() {
    return clusters;
  }

  int groups() {
    return sums.length;
  }

  long count() {
    return count;
  }

  double mean() {
    return sum / count;
  }

  /** Returns the number of clusters of one size that would know as much: (sum n)^2 / sum n^2. */
  double effectiveClusters() {
    double squares = 0;
    for (long rows : counts) {
      squares += (double) rows * rows;
    }

    return (double) count * count / squares;
  }

  /** Returns u_c of every group. */
  double[] influences() {
    double mean = mean();
    double[] influences = new double[sums.length];
    for (int c = 0; c < influences.length; c++) {
      influences[c] = sums[c] - mean * counts[c];
    }

    return influences;
  }

  /**
   * Returns the delete-one-cluster jackknife standard error of the mean.
   *
   * <p>Source: B. Efron and C. Stein, Annals of Statistics 9 (1981), 586-596.
   */
  double standardError() {
    int groups = groups();
    double[] without = new double[groups];
    double centre = 0;
    for (int c = 0; c < groups; c++) {
      without[c] = (sum - sums[c]) / (count - counts[c]);
      centre += without[c] / groups;
    }

    double squares = 0;
    for (double mean : without) {
      squares += (mean - centre) * (mean - centre);
    }

    return Math.sqrt(squares * (groups - 1) / groups);
  }

  /** Returns the mean of as many clusters drawn with replacement. */
  double resampled(SplittableRandom random) {
    double drawnSum = 0;
    long drawnCount = 0;
    for (int i = 0; i < sums.length; i++) {
      int c = random.nextInt(sums.length);
      drawnSum += sums[c];
      drawnCount += counts[c];
    }

    return drawnSum / drawnCount;
  }

  /** Returns the mean after the sign of every cluster was drawn anew. */
  public double signFlipped(SplittableRandom random) {
    double flipped = 0;
    for (double clusterSum : sums) {
      flipped += random.nextBoolean() ? clusterSum : -clusterSum;
    }

    return flipped / count;
  }
}
