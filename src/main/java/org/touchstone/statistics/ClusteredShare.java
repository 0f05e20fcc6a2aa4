package org.touchstone.statistics;

import java.io.Serializable;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * A share whose trials come in clusters of prompts, with an interval that knows it.
 *
 * <pre>
 *   r = sum y_c / sum n_c,   SE^2 = G / (G - 1) sum (y_c - r n_c)^2 / (sum n_c)^2
 *   interval of Wilson for r and n_eff = min(N, r (1 - r) / SE^2) trials, z = t of G* - 1 degrees
 *   G* = (sum n_c)^2 / sum n_c^2
 * </pre>
 *
 * <p>y_c successes among n_c trials of prompt c, G prompts, N trials. Prompts more alike than
 * chance makes them do not count for more than their trials; where all have the same share, SE is 0
 * and n_eff is G. With fewer than 10 prompts there is no interval. All sums are multiples of 1/4:
 * nothing depends on the order.
 *
 * <p>Source: the ratio estimator, W. G. Cochran, Sampling Techniques (1977), sec. 9A; Wilson's
 * interval with the effective sample size, N. Dean and M. Pagano, Journal of Survey Statistics and
 * Methodology 3 (2015), 484-503; G*, A. Carter, K. Schnepel and D. Steigerwald, Review of Economics
 * and Statistics 99 (2017), 698-709.
 */
final class ClusteredShare implements Serializable {

  private static final long serialVersionUID = 1L;

  static final int FEWEST_CLUSTERS = 10;
  private static final double MISS = 0.05;

  /** Of the sum of absolute terms, what their difference may be by rounding alone. */
  private static final double ROUNDING = 1e-12;

  private long clusters;
  private double successes;
  private long trials;
  private double successesSquared;
  private double products;
  private double trialsSquared;

  /** Adds the trials of one cluster, or of a part of none; a success may be a half. */
  void add(double clusterSuccesses, long clusterTrials) {
    if (clusterTrials == 0) {
      return;
    }

    clusters++;
    successes += clusterSuccesses;
    trials += clusterTrials;
    successesSquared += clusterSuccesses * clusterSuccesses;
    products += clusterSuccesses * clusterTrials;
    trialsSquared += (double) clusterTrials * clusterTrials;
  }

  void add(ClusteredShare other) {
    clusters += other.clusters;
    successes += other.successes;
    trials += other.trials;
    successesSquared += other.successesSquared;
    products += other.products;
    trialsSquared += other.trialsSquared;
  }

  /** How many successes, without a half that may be left. */
  long successes() {
    return (long) successes;
  }

  long trials() {
    return trials;
  }

  /** Null without trials. */
  @Nullable ShareEstimate estimate() {
    if (trials == 0) {
      return null;
    }

    double share = successes / trials;
    if (clusters < FEWEST_CLUSTERS) {
      return new ShareEstimate(share, null, null, null, successes, trials, clusters);
    }

    double error = standardError(share);
    double effective =
        error == 0 ? clusters : Math.min(trials, share * (1 - share) / (error * error));
    double freedom = Math.max(1, (double) trials * trials / trialsSquared - 1);
    double t = TDistribution.of(freedom).inverseSurvivalProbability(MISS / 2);
    return new ShareEstimate(
        share,
        successes == 0 ? 0 : end(share, effective, t, -1),
        successes == trials ? 1 : end(share, effective, t, 1),
        error,
        successes,
        trials,
        clusters);
  }

  private double standardError(double share) {
    double size = successesSquared + 2 * share * products + share * share * trialsSquared;
    double squares = size - 4 * share * products;
    double scale = (double) clusters / (clusters - 1);
    return squares <= ROUNDING * size ? 0 : Math.sqrt(squares * scale) / trials;
  }

  private static double end(double share, double n, double t, int side) {
    double t2 = t * t;
    double half = t * Math.sqrt(share * (1 - share) / n + t2 / (4 * n * n));
    return Math.min(1, Math.max(0, (share + t2 / (2 * n) + side * half) / (1 + t2 / n)));
  }
}
