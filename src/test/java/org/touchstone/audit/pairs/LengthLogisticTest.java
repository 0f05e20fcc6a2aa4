package org.touchstone.audit.pairs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.statistic.Outcomes;

class LengthLogisticTest {

  /** People who choose by a utility of length alone. */
  private static PairTable world(int count, double words, double logWords, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int one = random.nextInt(5, 300);
      int other = random.nextInt(5, 300);
      double ahead = words * (one - other) / 100 + logWords * (Math.log1p(one) - Math.log1p(other));
      boolean first = random.nextDouble() < Outcomes.sigmoid(ahead);
      pairs.add(lengths(i, first ? one : other, first ? other : one));
    }

    return PairTable.of(pairs);
  }

  private static ScoredPair lengths(int id, int chosen, int rejected) {
    return PairBuilder.pair(id).cluster("c" + id / 3).words(chosen, rejected).build();
  }

  @Test
  void theWeightsOfPeopleAreFound() {
    LengthLogistic fit = LengthLogistic.fitted(world(40_000, 0.8, -0.5, 3));

    assertThat(fit.words()).isCloseTo(0.8, within(0.1));
    assertThat(fit.logWords()).isCloseTo(-0.5, within(0.1));
  }

  @Test
  void theGradientOfThePenalisedLossIsZero() {
    PairTable pairs = world(500, 0.3, 0.2, 5);
    LengthLogistic fit = LengthLogistic.fitted(pairs);

    double gx = fit.words();
    double gy = fit.logWords();
    for (ScoredPair pair : pairs.pairs()) {
      double x = (pair.chosenWords() - pair.rejectedWords()) / 100.0;
      double y = Math.log1p(pair.chosenWords()) - Math.log1p(pair.rejectedWords());
      double missed = 1 / (1 + Math.exp(fit.words() * x + fit.logWords() * y));
      gx -= missed * x;
      gy -= missed * y;
    }

    assertThat(gx).isCloseTo(0, within(1e-6));
    assertThat(gy).isCloseTo(0, within(1e-6));
  }

  @Test
  void itJudgesAsWellAsTheTruthAndNoBetterThanACoinWhereLengthMeansNothing() {
    PairTable shorter = world(4_000, -1, 0, 7);
    double judged = accuracy(LengthLogistic.judged(shorter, 17));
    double truth =
        accuracy(shorter.rewardedBy(pair -> -pair.chosenWords(), pair -> -pair.rejectedWords()));
    assertThat(judged).isCloseTo(truth, within(0.01)).isGreaterThan(0.6);

    assertThat(accuracy(LengthLogistic.judged(world(4_000, 0, 0, 9), 17)))
        .isCloseTo(0.5, within(0.03));
  }

  @Test
  void noPairIsJudgedByAFitToItsOwnCluster() {
    // Two clusters that contradict one another: each is judged by the other, so all is wrong.
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      boolean longer = i % 2 == 0;
      ScoredPair pair = lengths(i, longer ? 200 : 20, longer ? 20 : 200);
      pairs.add(PairBuilder.like(pair).cluster(longer ? "longer" : "shorter").build());
    }

    double[] margins = LengthLogistic.judged(PairTable.of(pairs), apart()).margins();
    assertThat(Arrays.stream(margins).allMatch(margin -> margin < 0)).isTrue();
  }

  /** A seed under which the two clusters fall into different folds. */
  private static long apart() {
    long seed = 0;
    while ((int) (5 * org.touchstone.text.ContentHash.uniform(seed, "longer"))
        == (int) (5 * org.touchstone.text.ContentHash.uniform(seed, "shorter"))) {
      seed++;
    }

    return seed;
  }

  private static double accuracy(PairTable table) {
    return Arrays.stream(Outcomes.of(table.margins(), Outcomes::correct)).average().orElseThrow();
  }
}
