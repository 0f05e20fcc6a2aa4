package org.touchstone.audit.statistic;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;
import org.touchstone.report.Estimate;

/**
 * A 95 % interval for any statistic of rows in clusters, such as a coefficient of agreement: t
 * interval with the standard error of leaving out one group of clusters at a time.
 *
 * <pre>
 *   se^2 = (G - 1) / G sum over groups g of (r_g - mean of r)^2,   t with G - 1 degrees of freedom
 * </pre>
 *
 * <p>r_g is the statistic without group g. There are 40 groups, or as many as clusters if these are
 * fewer; below 10 clusters there is no interval.
 *
 * <p>Source: P. S. Kott, Journal of Official Statistics 17 (2001), 521-526.
 */
public final class GroupJackknife {

  private static final int MOST_GROUPS = 40;

  private GroupJackknife() {}

  /** How many groups so many clusters are put into: cluster c into the group c modulo groups. */
  public static int groups(int clusters) {
    return Math.min(MOST_GROUPS, clusters);
  }

  /**
   * Estimates a statistic.
   *
   * @param all its value on all rows; null if it has none
   * @param without its value without a group, by the group's number; null if it has none
   * @param rows that it rests on
   * @param clusters among them
   * @param undefined why there is no value, if there is none
   */
  public static Estimate of(
      @Nullable Double all,
      IntFunction<@Nullable Double> without,
      long rows,
      int clusters,
      String undefined) {
    if (all == null) {
      return Estimate.notMeasured(undefined, rows, clusters);
    }

    if (clusters < ClusteredMean.FEWEST_CLUSTERS) {
      return Estimate.bare(
          all,
          rows,
          clusters,
          "no interval: %d prompt clusters, at least %d needed"
              .formatted(clusters, ClusteredMean.FEWEST_CLUSTERS));
    }

    double[] parts = new double[groups(clusters)];
    for (int group = 0; group < parts.length; group++) {
      Double part = without.apply(group);
      parts[group] = part == null ? Double.NaN : part;
    }

    double error = error(parts);
    if (Double.isNaN(error)) {
      return Estimate.bare(all, rows, clusters, "no interval: " + undefined);
    }

    double half = TDistribution.of(parts.length - 1).inverseSurvivalProbability(0.025) * error;
    return new Estimate(
        all,
        all - half,
        all + half,
        error,
        rows,
        clusters,
        "t interval, jackknife over %d groups of clusters".formatted(parts.length),
        null);
  }

  private static double error(double[] parts) {
    double mean = Arrays.stream(parts).average().orElse(Double.NaN);
    double squares = Arrays.stream(parts).map(part -> (part - mean) * (part - mean)).sum();
    return Math.sqrt(squares * (parts.length - 1) / parts.length);
  }
}
