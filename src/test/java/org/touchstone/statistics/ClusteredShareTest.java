package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ClusteredShareTest {

  @Test
  void theStandardErrorIsThatOfTheDefinition() {
    long[][] clusters = new long[25][];
    SplittableRandom random = new SplittableRandom(2);
    ClusteredShare share = new ClusteredShare();
    double y = 0;
    double n = 0;
    for (int c = 0; c < clusters.length; c++) {
      long trials = 1 + random.nextInt(9);
      clusters[c] = new long[] {random.nextLong(trials + 1), trials};
      share.add(clusters[c][0], clusters[c][1]);
      y += clusters[c][0];
      n += trials;
    }

    double squares = 0;
    for (long[] cluster : clusters) {
      squares += Math.pow(cluster[0] - y / n * cluster[1], 2);
    }

    ShareEstimate estimate = Objects.requireNonNull(share.estimate());
    assertThat(estimate.value()).isEqualTo(y / n);
    assertThat(estimate.standardError())
        .isCloseTo(Math.sqrt(25.0 / 24 * squares) / n, within(1e-12));
    assertThat(estimate.prompts()).isEqualTo(25);
  }

  /** 2,000 made corpora whose prompts differ: a share per prompt, 1 to 6 judgements each. */
  @Test
  void intervalsHoldTheTruthAboutAsOftenAsTheySay() {
    SplittableRandom random = new SplittableRandom(7);
    for (int prompts : new int[] {20, 150}) {
      int held = 0;
      for (int corpus = 0; corpus < 2_000; corpus++) {
        ClusteredShare share = new ClusteredShare();
        for (int prompt = 0; prompt < prompts; prompt++) {
          double own = random.nextBoolean() ? 0.9 : 0.3;
          int trials = 1 + random.nextInt(6);
          share.add(random.doubles(trials).filter(u -> u < own).count(), trials);
        }

        ShareEstimate estimate = Objects.requireNonNull(share.estimate());
        double low = Objects.requireNonNull(estimate.low());
        double high = Objects.requireNonNull(estimate.high());
        held += low <= 0.6 && 0.6 <= high ? 1 : 0;
      }

      assertThat(held / 2_000.0).as("with %d prompts", prompts).isBetween(0.93, 0.97);
    }
  }

  @Test
  void fewPromptsHaveNoIntervalAndAgreementDoesNotMakeCertain() {
    ClusteredShare few = new ClusteredShare();
    ClusteredShare all = new ClusteredShare();
    for (int i = 0; i < 30; i++) {
      all.add(2, 2);
      if (i < 9) {
        few.add(1, 2);
      }
    }

    assertThat(Objects.requireNonNull(few.estimate()).low()).isNull();
    ShareEstimate certain = Objects.requireNonNull(all.estimate());
    assertThat(certain.high()).isCloseTo(1.0, within(1e-12));
    assertThat(certain.low()).isBetween(0.85, 0.9);
    assertThat(new ClusteredShare().estimate()).isNull();
  }
}
