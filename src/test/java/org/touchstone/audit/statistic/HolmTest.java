package org.touchstone.audit.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HolmTest {

  /** As R's p.adjust(c(0.01, 0.02, 0.03, 0.04, 0.05), "holm"): worked by hand. */
  @Test
  void aWorkedExample() {
    assertThat(Holm.corrected(0.03, 0.01, 0.05, 0.02, 0.04))
        .containsExactly(new double[] {0.09, 0.05, 0.09, 0.08, 0.09}, within(1e-12));
  }

  /** The step-down procedure itself: at each level, reject in order until one is too large. */
  @Test
  void itRejectsWhatStepDownRejects() {
    Random random = new Random(5);
    for (int trial = 0; trial < 200; trial++) {
      double[] p = random.doubles(1 + random.nextInt(8)).map(u -> u * u * 0.3).toArray();
      double level = 0.01 + 0.1 * random.nextDouble();
      double[] sorted = p.clone();
      Arrays.sort(sorted);
      int rejected = 0;
      while (rejected < sorted.length && sorted[rejected] <= level / (sorted.length - rejected)) {
        rejected++;
      }

      long found = Arrays.stream(Holm.corrected(p)).filter(each -> each <= level).count();
      assertThat(found).isEqualTo(rejected);
    }
  }

  @Test
  void aSinglePValueStays() {
    assertThat(Holm.corrected(0.2)).containsExactly(0.2);
    assertThat(Holm.corrected()).isEmpty();
    assertThat(Holm.corrected(0.9, 0.8)).containsExactly(1, 1);
  }
}
