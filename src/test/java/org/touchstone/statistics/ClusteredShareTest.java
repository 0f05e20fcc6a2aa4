package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.agreement.Wilson;

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

  /** Prompts that all have the same share: as many independent judgements as prompts, no more. */
  @ParameterizedTest
  @CsvSource({"50, 5, 9", "30, 1, 10", "40, 1, 3", "1000, 7, 11"})
  void equalSharesAreNotCertain(int prompts, long successes, long trials) {
    ClusteredShare share = new ClusteredShare();
    for (int i = 0; i < prompts; i++) {
      share.add(successes, trials);
    }

    ShareEstimate estimate = Objects.requireNonNull(share.estimate());
    Wilson single =
        Objects.requireNonNull(Wilson.of(estimate.value() * prompts, prompts, t(prompts - 1)));
    assertThat(estimate.standardError()).isZero();
    assertThat(estimate.low()).isCloseTo(single.low(), within(1e-9));
    assertThat(estimate.high()).isCloseTo(single.high(), within(1e-9));
  }

  @Test
  void promptsMoreAlikeThanChanceCountForNoMoreThanTheirTrials() {
    ClusteredShare share = new ClusteredShare();
    for (int i = 0; i < 40; i++) {
      share.add(4 + i % 2, 9);
    }

    ShareEstimate estimate = Objects.requireNonNull(share.estimate());
    Wilson independent = Objects.requireNonNull(Wilson.of(180, 360, t(39)));
    assertThat(estimate.low()).isCloseTo(independent.low(), within(1e-9));
    assertThat(estimate.high()).isCloseTo(independent.high(), within(1e-9));
  }

  @Test
  void noSuccessAndNoFailureReachTheEnds() {
    ClusteredShare none = new ClusteredShare();
    ClusteredShare all = new ClusteredShare();
    for (int i = 0; i < 37; i++) {
      none.add(0, 1 + i % 4);
      all.add(1 + i % 4, 1 + i % 4);
    }

    ShareEstimate never = Objects.requireNonNull(none.estimate());
    ShareEstimate always = Objects.requireNonNull(all.estimate());
    assertThat(never.low()).isEqualTo(0.0);
    assertThat(never.high()).isBetween(0.05, 0.2);
    assertThat(always.high()).isEqualTo(1.0);
    assertThat(always.low()).isCloseTo(1 - Objects.requireNonNull(never.high()), within(1e-9));
  }

  private static double t(int freedom) {
    return TDistribution.of(freedom).inverseSurvivalProbability(0.025);
  }
}
