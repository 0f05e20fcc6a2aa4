package org.touchstone.bench;

import java.util.Arrays;

/**
 * Measures work against {@link Gemm}, the two taking turns, so that a change of clock or neighbours
 * falls on both; the result is the median of the rounds' ratios.
 */
final class ShareOfGemm {

  private static final int WARM_UP_ROUNDS = 1;
  private static final int PRODUCTS = 2;

  private ShareOfGemm() {}

  /**
   * Returns useful operations per second of the work over those of the yardstick.
   *
   * @param operations of one call of the work
   * @param rounds counted, after one that is not
   * @param work what is measured
   */
  static double of(double operations, int rounds, Runnable work) {
    double[] shares = new double[rounds];
    try (Gemm gemm = new Gemm()) {
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        double before = gemm.rate(PRODUCTS);
        long start = Stopwatch.nanoseconds();
        work.run();
        double seconds = (Stopwatch.nanoseconds() - start) / 1e9;
        double yardstick = (before + gemm.rate(PRODUCTS)) / 2;
        if (round >= 0) {
          shares[round] = operations / seconds / yardstick;
        }
      }
    }

    Arrays.sort(shares);
    return shares[rounds / 2];
  }
}
