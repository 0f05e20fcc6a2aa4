package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Pool;
import org.touchstone.audit.statistic.BestOfN;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.report.Estimate;

/**
 * What people think of the best of n by some rule, against n: 1, 2, 4, ... up to what at least nine
 * in ten of the pools hold and, above {@link Pool#FEWEST}, those of {@link
 * ClusteredMean#FEWEST_CLUSTERS} prompt clusters. All points are of the same pools, those that
 * reach the last; each pool counts once.
 *
 * <p>Units: standard deviations of people's opinion (or of the reward) within a pool, from its
 * mean: what a reply drawn at random is worth is 0.
 */
final class PressureCurve {

  private final Evidence evidence;
  private final List<Pool> pools;
  private final int[] clusters;
  private final int[] numbers;

  /**
   * Chooses the numbers of replies.
   *
   * @param evidence for the intervals
   * @param all pools, at least one
   */
  PressureCurve(Evidence evidence, List<Pool> all) {
    int most = Pool.FEWEST;
    while (reach(all, 2 * most)) {
      most *= 2;
    }

    int last = most;
    this.evidence = evidence;
    pools = all.stream().filter(pool -> pool.size() >= last).toList();
    clusters = PairTable.numbered(pools.stream().map(Pool::cluster).toList());
    numbers = IntStream.iterate(1, n -> n <= last, n -> 2 * n).toArray();
  }

  private static boolean reach(List<Pool> all, int n) {
    List<Pool> large = all.stream().filter(pool -> pool.size() >= n).toList();
    return 10L * large.size() >= 9L * all.size()
        && large.stream().map(Pool::cluster).distinct().count() >= ClusteredMean.FEWEST_CLUSTERS;
  }

  /** The pools that the curve is of. */
  List<Pool> pools() {
    return pools;
  }

  /** The numbers of replies chosen from, ascending. */
  int[] numbers() {
    return numbers;
  }

  /** The largest of them. */
  int last() {
    return numbers[numbers.length - 1];
  }

  /** The expected value of the best of n in every pool, both standardised within the pool. */
  double[] values(int n, Function<Pool, double[]> looks, Function<Pool, double[]> values) {
    return pools.stream()
        .mapToDouble(
            pool ->
                new BestOfN(looks.apply(pool), Pool.standardised(values.apply(pool))).expected(n))
        .toArray();
  }

  /** What people think of the best of n by a rule. */
  Estimate gold(int n, Function<Pool, double[]> looks) {
    return evidence.means().mean(values(n, looks, Pool::gold), clusters);
  }

  /** The standardised reward of the reply of the highest reward among n. */
  Estimate reward(int n) {
    return evidence.means().mean(values(n, Pool::rewards, Pool::rewards), clusters);
  }

  /** What twice the choice, up to the largest, changed in what people think. */
  Estimate lastDoubling() {
    double[] all = values(last(), Pool::rewards, Pool::gold);
    double[] half = values(last() / 2, Pool::rewards, Pool::gold);
    Arrays.setAll(all, i -> all[i] - half[i]);
    return evidence.means().mean(all, clusters);
  }

  /** Of what people themselves would gain by choosing among n, the share that the model gains. */
  Estimate shareOfCeiling(int n) {
    return evidence
        .bootstrap()
        .ofMeans(
            clusters,
            means -> means[0] / means[1],
            values(n, Pool::rewards, Pool::gold),
            values(n, Pool::gold, Pool::gold));
  }

  /** The fit to the curve of a rule. */
  PressureFit fit(Function<Pool, double[]> looks) {
    List<double[]> gold = new ArrayList<>();
    for (int n : numbers) {
      gold.add(values(n, looks, Pool::gold));
    }

    return new PressureFit(numbers, gold, clusters, evidence);
  }
}
