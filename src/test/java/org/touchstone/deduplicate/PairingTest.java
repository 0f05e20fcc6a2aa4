package org.touchstone.deduplicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairingTest {

  @Test
  void theLeastSimilarPairIsAsSimilarAsCanBe() {
    double[][] greedyFails = {{0.90, 0.85}, {0.86, 0.10}};

    assertThat(Pairing.best(greedyFails, 0.8)).containsExactly(1, 0);
  }

  @Test
  void noPairingBelowTheThreshold() {
    assertThat(Pairing.best(new double[][] {{0.9, 0.9}, {0.7, 0.79}}, 0.8)).isEmpty();
    assertThat(Pairing.best(new double[][] {{0.8, 0.1}, {0.1, 0.8}}, 0.8)).containsExactly(0, 1);
  }

  @Test
  void agreesWithAllPermutationsOfThree() {
    SplittableRandom random = new SplittableRandom(2);
    int[][] permutations = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
    for (int trial = 0; trial < 300; trial++) {
      double[][] similarities = new double[3][3];
      for (double[] row : similarities) {
        for (int i = 0; i < 3; i++) {
          row[i] = random.nextDouble();
        }
      }

      double most = 0;
      for (int[] permutation : permutations) {
        most = Math.max(most, least(similarities, permutation));
      }

      List<Integer> best = Pairing.best(similarities, 0.4);
      assertThat(best.isEmpty()).isEqualTo(most < 0.4);
      if (!best.isEmpty()) {
        assertThat(least(similarities, best.stream().mapToInt(Integer::intValue).toArray()))
            .isEqualTo(most);
      }
    }
  }

  @Test
  void manyRepliesArePairedGreedily() {
    double[][] similarities = new double[40][40];
    for (int i = 0; i < 40; i++) {
      similarities[i][39 - i] = 0.95;
    }

    assertThat(Pairing.best(similarities, 0.9)).hasSize(40).startsWith(39, 38);
  }

  private static double least(double[][] similarities, int[] partners) {
    double least = 1;
    for (int i = 0; i < partners.length; i++) {
      least = Math.min(least, similarities[i][partners[i]]);
    }

    return least;
  }
}
