package org.touchstone.bench;

import java.util.Arrays;

/** Compares the times of two pieces of work that take turns; the median of the rounds' ratios. */
final class PairedRatio {

  private PairedRatio() {}

  /**
   * Returns the time of the first over that of the second.
   *
   * @param rounds counted, after one that is not
   * @param first what is measured
   * @param second what it is measured against
   */
  static double of(int rounds, Runnable first, Runnable second) {
    double[] ratios = new double[rounds];
    time(first);
    time(second);
    for (int round = 0; round < rounds; round++) {
      double half = time(first);
      double other = time(second);
      ratios[round] = (half + time(first)) / 2 / other;
    }

    Arrays.sort(ratios);
    return ratios[rounds / 2];
  }

  private static double time(Runnable work) {
    long start = Stopwatch.nanoseconds();
    work.run();
    return Stopwatch.nanoseconds() - start;
  }
}
