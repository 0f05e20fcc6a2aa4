package org.touchstone.audit.statistic;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.touchstone.report.Estimate;

/**
 * Kendall's tau-b with an interval that respects clusters.
 *
 * <pre>
 *   a_i = 1/(n-1) sum over j of sign(x_i - x_j) sign(y_i - y_j),  A = mean a_i
 *   u_i = 1/(n-1) #{j: x_j != x_i},  U = mean u_i;  v_i, V likewise of y
 *   tau = A / sqrt(U V)
 *   influence of row i = 2 ((a_i - A) / sqrt(U V) - tau / 2 ((u_i - U) / U + (v_i - V) / V))
 *   interval: tanh(artanh(tau) -+ t_{G-1} se / (1 - tau^2))
 * </pre>
 *
 * <p>The influences are Hoeffding's projections of three U-statistics put together by the delta
 * method; se sums them by cluster. Pairs of rows within one cluster count like all others: they are
 * about one in G. Cost: n log n, by a tree of counts.
 *
 * <p>Source: M. G. Kendall, Biometrika 33 (1945), 239-251; W. Hoeffding, Annals of Mathematical
 * Statistics 19 (1948), 293-325.
 */
public final class RankCorrelation {

  private RankCorrelation() {}

  /**
   * Estimates a rank correlation.
   *
   * @param x one number a row
   * @param y another
   * @param clusters the number of every row's cluster
   */
  public static Estimate of(double[] x, double[] y, int[] clusters) {
    int count = Arrays.stream(clusters).max().orElse(-1) + 1;
    double[] untiedX = untied(x);
    double[] untiedY = untied(y);
    double u = Arrays.stream(untiedX).average().orElse(0);
    double v = Arrays.stream(untiedY).average().orElse(0);
    if (u == 0 || v == 0) {
      return Estimate.notMeasured("one of the two never varies", x.length, count);
    }

    double[] agreements = agreements(x, y);
    double a = Arrays.stream(agreements).average().orElseThrow();
    double tau = Math.max(-1, Math.min(1, a / Math.sqrt(u * v)));
    if (count < ClusteredMean.FEWEST_CLUSTERS) {
      return ClusteredCorrelation.withoutInterval(tau, x.length, count);
    }

    double[] influences = new double[x.length];
    Arrays.setAll(
        influences,
        i ->
            2
                * ((agreements[i] - a) / Math.sqrt(u * v)
                    - tau / 2 * ((untiedX[i] - u) / u + (untiedY[i] - v) / v)));
    return ClusteredCorrelation.bounded(
        tau,
        standardError(influences, clusters),
        count - 1,
        x.length,
        count,
        "Fisher's z, standard error from cluster influences");
  }

  /** Standard error of a number from the influence of every row on it. */
  private static double standardError(double[] influences, int[] clusters) {
    ClusterSums sums = ClusterSums.of(influences, clusters);
    double squares = 0;
    for (double pull : sums.influences()) {
      squares += pull * pull;
    }

    return Math.sqrt(squares * sums.groups() / (sums.groups() - 1.0)) / influences.length;
  }

  /** a_i of every row. */
  private static double[] agreements(double[] x, double[] y) {
    int[] ranks = ranks(y);
    int[] order =
        IntStream.range(0, x.length)
            .boxed()
            .sorted((i, j) -> Double.compare(x[i], x[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] backwards = new int[order.length];
    Arrays.setAll(backwards, i -> order[order.length - 1 - i]);
    double[] agreements = new double[x.length];
    add(agreements, order, x, ranks, 1);
    add(agreements, backwards, x, ranks, -1);
    Arrays.setAll(agreements, i -> agreements[i] / (x.length - 1));
    return agreements;
  }

  /** Adds, for every row, rows before it in x with smaller less those with greater y. */
  private static void add(double[] agreements, int[] order, double[] x, int[] ranks, int sign) {
    int[] tree = new int[order.length + 2];
    int from = 0;
    while (from < order.length) {
      int to = from;
      while (to < order.length && x[order[to]] == x[order[from]]) {
        int rank = ranks[order[to]];
        int smaller = upTo(tree, rank - 1);
        int greater = from - upTo(tree, rank);
        agreements[order[to]] += sign * (smaller - greater);
        to++;
      }

      for (int i = from; i < to; i++) {
        for (int node = ranks[order[i]]; node < tree.length; node += node & -node) {
          tree[node]++;
        }
      }

      from = to;
    }
  }

  private static int upTo(int[] tree, int rank) {
    int count = 0;
    for (int node = rank; node > 0; node -= node & -node) {
      count += tree[node];
    }

    return count;
  }

  /** Ranks from 1, equal numbers alike. */
  private static int[] ranks(double[] numbers) {
    double[] distinct = Arrays.stream(numbers).map(n -> n + 0.0).sorted().distinct().toArray();
    return Arrays.stream(numbers)
        .mapToInt(number -> Arrays.binarySearch(distinct, number + 0.0) + 1)
        .toArray();
  }

  /** The share of other rows with another number, for every row. */
  private static double[] untied(double[] numbers) {
    int[] ranks = ranks(numbers);
    int[] counts = new int[numbers.length + 1];
    for (int rank : ranks) {
      counts[rank]++;
    }

    return Arrays.stream(ranks)
        .mapToDouble(rank -> (numbers.length - counts[rank]) / (numbers.length - 1.0))
        .toArray();
  }
}
