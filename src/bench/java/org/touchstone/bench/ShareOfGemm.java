package org.touchstone.bench;

import java.util.Arrays;

/**
 * Measures work against {@link Gemm}, the two taking turns, so that a change of clock or neighbours
 * falls on both; the result is the median of the rounds' ratios. The products before and after take
 * a quarter of the work's time each: a short burst runs faster than the machine can for long.
 */
final class ShareOfGemm {

  private static final int WARM_UP_ROUNDS = 1;
  private static final int FEWEST_PRODUCTS = 2;
  private static final double SHARE_OF_WORK = 0.25;

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
      int products = FEWEST_PRODUCTS;
      for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
        double before = gemm.rate(products);
        long start = Stopwatch.nanoseconds();
        work.run();
        double seconds = (Stopwatch.nanoseconds() - start) / 1e9;
        double yardstick = (before + gemm.rate(products)) / 2;
        products =
            Math.max(
                FEWEST_PRODUCTS, (int) (SHARE_OF_WORK * seconds * yardstick / Gemm.OPERATIONS));
        if (round >= 0) {
          shares[round] = operations / seconds / yardstick;
        }
      }
    }

    Arrays.sort(shares);
    return shares[rounds / 2];
  }
}
