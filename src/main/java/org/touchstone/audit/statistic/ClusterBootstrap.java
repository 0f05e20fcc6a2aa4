package org.touchstone.audit.statistic;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.TDistribution;
import org.touchstone.report.Estimate;
import org.touchstone.text.ContentHash;

/**
 * Intervals for numbers that are no mean, such as an area, a fit or a product of means: the number
 * is worked out anew from clusters drawn with replacement.
 *
 * <pre>
 *   z0 = Phi^-1(share of resamples below the number)
 *   z(q) = t_{G*-1}(q) sqrt(G / (G - 1))
 *   a = sum u_b^3 / (6 (sum u_b^2)^{3/2}), u_b the change if block b of the clusters is left out
 *   ends at the Phi(z0 + (z0 + z(q)) / (1 - a (z0 + z(q)))) quantiles of the resamples
 * </pre>
 *
 * <p>G are the clusters drawn from, at most {@link ClusterSums#MAX_GROUPS}; G* the number of equal
 * clusters that would know as much. Below {@link ClusteredMean#FEWEST_CLUSTERS} clusters there is
 * no interval, nor where more than one resample in a hundred does not define the number.
 *
 * <p>Coverage measured over 4,000 made worlds each, of 400 resamples: 93 to 96 % over 10 to 100
 * clusters of 1 to 6 rows for an area, a difference of halves, kappa, mistakes shared and a share
 * of a ceiling; 93.1 to 93.6 % for a temperature over 50 to 200 clusters, whose intervals should
 * reach a little higher.
 *
 * <p>Source: B. Efron, Journal of the American Statistical Association 82 (1987), 171-185; the
 * widening as in {@link ClusteredMean}.
 */
public final class ClusterBootstrap {

  /** Parts that the clusters are put into to see how skew the number is. */
  private static final int BLOCKS = 200;

  /**
   * Rows looked at in all resamples of one number: of millions of rows fewer resamples are drawn.
   */
  private static final long VISITS = 100_000_000;

  private static final int FEWEST_RESAMPLES = 200;
  private static final double UNDEFINED_ALLOWED = 0.01;

  private final long seed;
  private final int resamples;
  private final double miss;

  private ClusterBootstrap(long seed, int resamples, double miss) {
    this.seed = seed;
    this.resamples = resamples;
    this.miss = miss;
  }

  /**
   * Makes 95 % intervals.
   *
   * @param seed of all draws
   * @param resamples draws for each interval
   */
  public static ClusterBootstrap of(long seed, int resamples) {
    return new ClusterBootstrap(seed, resamples, 0.05);
  }

  /**
   * Makes intervals that all hold at once with 95 %, by Bonferroni.
   *
   * @param statements how many intervals are looked at together
   */
  public ClusterBootstrap together(int statements) {
    return new ClusterBootstrap(seed, resamples, miss / Math.max(1, statements));
  }

  /**
   * Estimates a number that is worked out from rows.
   *
   * @param clusters the number of every row's cluster; each from 0 to the largest occurs
   * @param statistic of how often each row was drawn; NaN where that defines no number. The array
   *     is used again for the next draw
   */
  public Estimate ofRows(int[] clusters, ToDoubleFunction<int[]> statistic) {
    int[] rows = new int[clusters.length];
    int groups = groups(clusters);
    int draws =
        (int)
            Math.min(resamples, Math.max(FEWEST_RESAMPLES, VISITS / Math.max(1, clusters.length)));
    return estimate(
        clusters,
        draws,
        times -> {
          Arrays.setAll(rows, row -> times[clusters[row] % groups]);
          return statistic.applyAsDouble(rows);
        });
  }

  /**
   * Estimates a function of means.
   *
   * @param clusters the number of every row's cluster; each from 0 to the largest occurs
   * @param function of the means of the columns; NaN where those define no number
   * @param columns one number a row each
   */
  public Estimate ofMeans(
      int[] clusters, ToDoubleFunction<double[]> function, double[]... columns) {
    int groups = groups(clusters);
    double[][] sums = new double[columns.length][groups];
    int[] counts = new int[groups];
    for (int row = 0; row < clusters.length; row++) {
      counts[clusters[row] % groups]++;
      for (int k = 0; k < columns.length; k++) {
        sums[k][clusters[row] % groups] += columns[k][row];
      }
    }

    return estimate(
        clusters, resamples, times -> function.applyAsDouble(means(sums, counts, times)));
  }

  private static double[] means(double[][] sums, int[] counts, int[] times) {
    double[] means = new double[sums.length];
    double drawn = 0;
    for (int group = 0; group < times.length; group++) {
      drawn += (double) times[group] * counts[group];
      for (int k = 0; k < means.length; k++) {
        means[k] += times[group] * sums[k][group];
      }
    }

    for (int k = 0; k < means.length; k++) {
      means[k] /= drawn;
    }

    return means;
  }

  private static int groups(int[] clusters) {
    return Math.min(clusterCount(clusters), ClusterSums.MAX_GROUPS);
  }

  private static int clusterCount(int[] clusters) {
    return Arrays.stream(clusters).max().orElse(-1) + 1;
  }

  private Estimate estimate(int[] clusters, int draws, ToDoubleFunction<int[]> statistic) {
    int count = clusterCount(clusters);
    if (count == 0) {
      return Estimate.notMeasured("no rows", 0, 0);
    }

    int[] times = new int[groups(clusters)];
    Arrays.fill(times, 1);
    double value = statistic.applyAsDouble(times);
    if (Double.isNaN(value)) {
      return Estimate.notMeasured("not defined on these rows", clusters.length, count);
    }

    if (count < ClusteredMean.FEWEST_CLUSTERS) {
      return Estimate.bare(
          value,
          clusters.length,
          count,
          "no interval: %d prompt clusters, at least %d needed"
              .formatted(count, ClusteredMean.FEWEST_CLUSTERS));
    }

    double acceleration = acceleration(times, statistic);
    return bounded(value, acceleration, resampled(times, draws, statistic), clusters, draws);
  }

  /** From the number without each block of groups; 0 where one of those is not defined. */
  private static double acceleration(int[] times, ToDoubleFunction<int[]> statistic) {
    double[] without = new double[Math.min(times.length, BLOCKS)];
    for (int block = 0; block < without.length; block++) {
      Arrays.fill(times, 1);
      for (int group = block; group < times.length; group += without.length) {
        times[group] = 0;
      }

      without[block] = statistic.applyAsDouble(times);
    }

    double mean = Arrays.stream(without).average().orElse(Double.NaN);
    double[] influences = Arrays.stream(without).map(number -> mean - number).toArray();
    double acceleration = ClusteredMean.acceleration(influences);
    return Double.isFinite(acceleration) ? acceleration : 0;
  }

  /** The number of every resample that defines it, sorted. */
  private double[] resampled(int[] times, int draws, ToDoubleFunction<int[]> statistic) {
    SplittableRandom random = new SplittableRandom(ContentHash.keyed(seed, "cluster-bootstrap"));
    double[] numbers = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      Arrays.fill(times, 0);
      for (int i = 0; i < times.length; i++) {
        times[random.nextInt(times.length)]++;
      }

      numbers[draw] = statistic.applyAsDouble(times);
    }

    return Arrays.stream(numbers).filter(number -> !Double.isNaN(number)).sorted().toArray();
  }

  private Estimate bounded(
      double value, double acceleration, double[] numbers, int[] clusters, int draws) {
    int count = clusterCount(clusters);
    double deviation = deviation(numbers);
    if (numbers.length < (1 - UNDEFINED_ALLOWED) * draws || deviation < 1e-12) {
      return Estimate.bare(
          value,
          clusters.length,
          count,
          deviation < 1e-12
              ? "no interval: every resample gives the same"
              : "no interval: %d of %d resamples do not define it"
                  .formatted(draws - numbers.length, draws));
    }

    double groups = groups(clusters);
    double freedom =
        Math.max(1, ClusterSums.of(new double[clusters.length], clusters).effectiveClusters() - 1);
    double widened =
        TDistribution.of(freedom).inverseSurvivalProbability(miss / 2)
            * Math.sqrt(groups / (groups - 1));
    double bias = ClusteredMean.bias(numbers, value);
    return new Estimate(
        value,
        ClusteredMean.quantile(numbers, ClusteredMean.adjusted(bias, acceleration, -widened)),
        ClusteredMean.quantile(numbers, ClusteredMean.adjusted(bias, acceleration, widened)),
        deviation,
        clusters.length,
        count,
        "bootstrap over clusters, BCa, %d resamples".formatted(draws),
        null);
  }

  private static double deviation(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElse(0);
    return Math.sqrt(
        Arrays.stream(numbers).map(number -> (number - mean) * (number - mean)).sum()
            / Math.max(1, numbers.length - 1));
  }
}
