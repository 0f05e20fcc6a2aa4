package org.touchstone.audit.statistic;

import java.util.Arrays;
import java.util.Comparator;

/**
 * What is to be expected of the reply that looks best among n, drawn without replacement from a
 * pool of N.
 *
 * <pre>
 *   E(n) = sum over k of C(k-1, n-1) / C(N, n) * value of the reply ranked k-th, 1 = looks worst
 * </pre>
 *
 * <p>The reply ranked k-th looks best of the n if the other n - 1 all come from the k - 1 below it.
 * Replies that look alike share their places, which is to choose among them by chance. The mean
 * over all subsets is exact, so drawing adds no noise; and if the pool is itself a sample of what a
 * generator says, it is an unbiased estimate of best-of-n from that generator, as a U-statistic is.
 *
 * <p>The weights come from the top, w_N = n / N and w_(k-1) = w_k (k - n) / (k - 1): products of
 * numbers below 1, where the binomials themselves would overflow.
 *
 * <p>Source: the estimator, J. Hilton and L. Gao, "Measuring Goodhart's law" (OpenAI, 2022), after
 * R. Nakano et al., arXiv:2112.09332; as used for over-optimisation, L. Gao, J. Schulman and J.
 * Hilton, arXiv:2210.10760. Divergence: ln n - (n - 1) / n is exact for a generator that never
 * repeats itself and an upper bound otherwise, A. Beirami et al., arXiv:2401.01879.
 */
public final class BestOfN {

  private final double[] values;

  /**
   * Ranks a pool.
   *
   * @param looks what is chosen by, one a reply; the highest is chosen
   * @param values what is to be expected of the choice, one a reply
   */
  public BestOfN(double[] looks, double[] values) {
    Integer[] order = new Integer[looks.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparingDouble(i -> looks[i]));
    this.values = new double[looks.length];
    for (int from = 0; from < order.length; ) {
      int to = from;
      double sum = 0;
      while (to < order.length && looks[order[to]] == looks[order[from]]) {
        sum += values[order[to++]];
      }

      Arrays.fill(this.values, from, to, sum / (to - from));
      from = to;
    }
  }

  /**
   * The expected value of the reply that looks best.
   *
   * @param n how many are drawn, from 1 to the size of the pool
   */
  public double expected(int n) {
    double weight = (double) n / values.length;
    double sum = 0;
    for (int k = values.length; k >= n; k--) {
      sum += weight * values[k - 1];
      weight *= k == 1 ? 0 : (k - n) / (k - 1.0);
    }

    return sum;
  }

  /** How far choosing the best of n moves what is said, in nats: at most this. */
  public static double divergence(double n) {
    return Math.log(n) - (n - 1) / n;
  }

  /** The number of replies at which {@link #divergence} is as given: by halving, it only grows. */
  public static double replies(double divergence) {
    double low = 1;
    double high = Math.exp(divergence + 1);
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (divergence(middle) < divergence) {
        low = middle;
      } else {
        high = middle;
      }
    }

    return (low + high) / 2;
  }
}
