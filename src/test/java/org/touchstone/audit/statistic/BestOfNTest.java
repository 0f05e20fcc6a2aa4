package org.touchstone.audit.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BestOfNTest {

  /** The mean over all subsets of n, of the mean value of those in it that look best. */
  private static double enumerated(double[] looks, double[] values, int n) {
    double sum = 0;
    int subsets = 0;
    for (int members = 0; members < 1 << looks.length; members++) {
      if (Integer.bitCount(members) != n) {
        continue;
      }

      double best = Double.NEGATIVE_INFINITY;
      double total = 0;
      int alike = 0;
      for (int i = 0; i < looks.length; i++) {
        if ((members >> i & 1) == 1 && looks[i] >= best) {
          boolean better = looks[i] > best;
          total = values[i] + (better ? 0 : total);
          alike = better ? 1 : alike + 1;
          best = looks[i];
        }
      }

      sum += total / alike;
      subsets++;
    }

    return sum / subsets;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theClosedFormIsTheMeanOverAllSubsets(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    // Of few whole numbers, so that some look alike in every second world.
    double[] looks = random.doubles(6).map(u -> seed % 2 == 0 ? Math.floor(3 * u) : u).toArray();
    double[] values = random.doubles(6, -1, 1).toArray();

    for (int n = 1; n <= 6; n++) {
      assertThat(new BestOfN(looks, values).expected(n))
          .isCloseTo(enumerated(looks, values, n), within(1e-12));
    }
  }

  @Test
  void repliesThatLookAlikeAreChosenByChance() {
    double[] values = {1, 2, 3, 6};

    assertThat(new BestOfN(new double[4], values).expected(3)).isCloseTo(3, within(1e-12));
    assertThat(new BestOfN(new double[] {5, 0, 5, 0}, values).expected(4))
        .isCloseTo(2, within(1e-12));
  }

  @Test
  void largePoolsDoNotOverflow() {
    double[] looks = new SplittableRandom(3).doubles(5_000).toArray();

    // The mean of the largest of n uniform numbers is n / (n + 1).
    assertThat(new BestOfN(looks, looks).expected(2_048)).isCloseTo(1, within(0.002));
    assertThat(new BestOfN(looks, looks).expected(9)).isCloseTo(0.9, within(0.01));
    double[] ones = new double[5_000];
    Arrays.fill(ones, 1);
    assertThat(new BestOfN(looks, ones).expected(1_000)).isCloseTo(1, within(1e-9));
  }

  @Test
  void theDivergenceCanBeTurnedRound() {
    // ln 4 - 3/4 and ln 64 - 63/64.
    assertThat(BestOfN.divergence(4)).isCloseTo(0.636, within(0.001));
    assertThat(BestOfN.divergence(64)).isCloseTo(3.175, within(0.001));
    for (double n : new double[] {1, 1.5, 4, 100, 1e6}) {
      assertThat(BestOfN.replies(BestOfN.divergence(n))).isCloseTo(n, within(1e-6 * n));
    }
  }
}
