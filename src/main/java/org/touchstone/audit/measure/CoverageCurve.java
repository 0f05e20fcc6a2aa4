package org.touchstone.audit.measure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Estimate;

/**
 * How often a model is right on the pairs that it is surest of.
 *
 * <pre>
 *   coverage c: the ceil(c n) surest of n pairs, accuracy(c) = mean correct over them
 *   risk at k  = 1/k sum over the k surest of (1 - correct)
 *   AURC       = 1/n sum over k = 1..n of risk at k
 * </pre>
 *
 * <p>In random order the AURC is on average the share of wrong pairs; no order has a smaller one
 * than that with all wrong pairs last. Pairs that are equally sure follow the order of their ids,
 * which knows nothing of what is right.
 *
 * <p>Units: shares. Of resampled rows, a row drawn w times counts w times at its own place.
 *
 * <p>Source: R. El-Yaniv and Y. Wiener, Journal of Machine Learning Research 11 (2010), 1605-1641;
 * the area, Y. Geifman, G. Uziel and R. El-Yaniv 2019, arXiv:1805.08206, sec. 2.
 */
final class CoverageCurve {

  private final PairTable pairs;
  private final int[] order;
  private final double[] correct;

  private CoverageCurve(PairTable pairs, int[] order, double[] correct) {
    this.pairs = pairs;
    this.order = order;
    this.correct = correct;
  }

  /**
   * Orders pairs.
   *
   * @param pairs with the margins of the model that is judged
   * @param sureness of every pair, in any unit: more is surer
   */
  static CoverageCurve of(PairTable pairs, double[] sureness) {
    int[] order =
        IntStream.range(0, pairs.size())
            .boxed()
            .sorted(Comparator.comparingDouble(row -> -sureness[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new CoverageCurve(pairs, order, Outcomes.of(pairs.margins(), Outcomes::correct));
  }

  /** Orders pairs by the distance of their two rewards. */
  static CoverageCurve byMargin(PairTable pairs) {
    return of(pairs, Arrays.stream(pairs.margins()).map(Math::abs).toArray());
  }

  /** Rows of the table, the surest first. */
  int[] order() {
    return order;
  }

  /** How many pairs a share of them is. */
  int covered(double share) {
    return (int) Math.ceil(share * order.length - 1e-9);
  }

  /** Accuracy on the surest share of the pairs. */
  Estimate accuracy(double share, ClusteredMean means) {
    int[] rows = Arrays.copyOf(order, covered(share));
    double[] values = Arrays.stream(rows).mapToDouble(row -> correct[row]).toArray();
    return means.share(values, renumbered(rows));
  }

  /** Clusters of some rows, numbered from 0 without gaps. */
  private int[] renumbered(int[] rows) {
    Map<Integer, Integer> numbers = new HashMap<>();
    return Arrays.stream(rows)
        .map(row -> numbers.computeIfAbsent(pairs.clusters()[row], unused -> numbers.size()))
        .toArray();
  }

  /** Accuracy on the surer half minus accuracy on the less sure half. */
  Estimate halves(ClusterBootstrap bootstrap) {
    double[] surer = new double[order.length];
    for (int i = 0; i < order.length / 2; i++) {
      surer[order[i]] = 1;
    }

    double[] surerCorrect = new double[order.length];
    Arrays.setAll(surerCorrect, row -> surer[row] * correct[row]);
    return bootstrap.ofMeans(
        pairs.clusters(),
        means -> means[1] / means[0] - (means[2] - means[1]) / (1 - means[0]),
        surer,
        surerCorrect,
        correct);
  }

  /** Area under the risk-coverage curve. */
  Estimate area(ClusterBootstrap bootstrap) {
    return bootstrap.ofRows(pairs.clusters(), this::area);
  }

  /** By how much the area is below that of a random order. */
  Estimate gain(ClusterBootstrap bootstrap) {
    return bootstrap.ofRows(pairs.clusters(), times -> risk(times) - area(times));
  }

  /** By how much the area is below that of another order of the same pairs. */
  Estimate gain(CoverageCurve other, ClusterBootstrap bootstrap) {
    return bootstrap.ofRows(pairs.clusters(), times -> other.area(times) - area(times));
  }

  private double area(int[] times) {
    double area = 0;
    double drawn = 0;
    double wrong = 0;
    for (int row : order) {
      drawn += times[row];
      wrong += times[row] * (1 - correct[row]);
      area += times[row] == 0 ? 0 : times[row] * wrong / drawn;
    }

    return area / drawn;
  }

  private double risk(int[] times) {
    double drawn = 0;
    double wrong = 0;
    for (int row = 0; row < times.length; row++) {
      drawn += times[row];
      wrong += times[row] * (1 - correct[row]);
    }

    return wrong / drawn;
  }

  /** The area if all wrong pairs came last. */
  double leastArea() {
    int[] once = new int[order.length];
    Arrays.fill(once, 1);
    return of(pairs, correct).area(once);
  }
}
