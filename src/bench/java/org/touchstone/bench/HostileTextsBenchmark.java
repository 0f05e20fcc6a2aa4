package org.touchstone.bench;

import java.lang.management.ManagementFactory;
import org.touchstone.statistics.HostileTexts;

/** The masking of personal data in texts made to exhaust its patterns. */
public final class HostileTextsBenchmark {

  private HostileTextsBenchmark() {}

  /**
   * Prints characters per second of processor time at two lengths; equal rates mean linear time.
   *
   * @param arguments none
   */
  public static void main(String[] arguments) {
    HostileTexts.mask(10_000);
    for (int characters : new int[] {50_000, 200_000}) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      long masked = HostileTexts.mask(characters);
      long took = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start;
      String size = "masking of eight hostile texts of %,d characters each".formatted(characters);
      new Measurement("hostile-texts", "characters-per-processor-s", masked / (took / 1e9), size)
          .print();
    }
  }
}
