package org.touchstone.audit.measure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.report.Verdict;

class SharedMistakesTest {

  private static final ClusterBootstrap BOOTSTRAP =
      ClusterBootstrap.of(AuditSettings.DEFAULT.seed(), AuditSettings.DEFAULT.resamples());

  /**
   * Two models that are wrong on 30 % each; on a share of the pairs the second copies the first.
   */
  private static SharedMistakes.Pairing models(int pairs, double copied, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScoredPair> first = new ArrayList<>();
    List<ScoredPair> second = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      double own = (random.nextDouble() < 0.3 ? -1 : 1) * (0.1 + random.nextDouble());
      double other = (random.nextDouble() < 0.3 ? -1 : 1) * (0.1 + random.nextDouble());
      first.add(World.pair(i, "c" + i / 2, "s", own, 0));
      second.add(World.pair(i, "c" + i / 2, "s", random.nextDouble() < copied ? own : other, 0));
    }

    return SharedMistakes.of(
        PairTable.of(first),
        new Contender("other", Contender.Kind.MODEL, "d", PairTable.of(second)),
        BOOTSTRAP,
        1);
  }

  @Test
  void independentMistakesPass() {
    SharedMistakes.Pairing pairing = models(4_000, 0, 1);

    assertThat(pairing.excess().value()).isCloseTo(0, within(0.02));
    assertThat(pairing.kappa().value()).isCloseTo(0, within(0.06));
    assertThat(pairing.ranks().value()).isCloseTo(0, within(0.06));
    assertThat(SharedMistakes.verdict(List.of(pairing))).isEqualTo(Verdict.PASS);
  }

  /** A share c of copies gives an excess of c 0.3 0.7 and a kappa of c. */
  @Test
  void sharedMistakesAreCaught() {
    SharedMistakes.Pairing some = models(4_000, 0.3, 2);
    assertThat(some.excess().value()).isCloseTo(0.3 * 0.21, within(0.02));
    assertThat(some.kappa().value()).isCloseTo(0.3, within(0.06));
    assertThat(SharedMistakes.verdict(List.of(some))).isEqualTo(Verdict.WARN);

    SharedMistakes.Pairing nearlyAll = models(4_000, 0.8, 3);
    assertThat(nearlyAll.kappa().value()).isCloseTo(0.8, within(0.06));
    assertThat(SharedMistakes.verdict(List.of(nearlyAll))).isEqualTo(Verdict.WARN);
  }

  @Test
  void aSmallSampleDoesNotPass() {
    assertThat(SharedMistakes.verdict(List.of(models(40, 0, 4)))).isEqualTo(Verdict.WARN);
    assertThat(SharedMistakes.verdict(List.of(models(10, 0, 4)))).isEqualTo(Verdict.NOT_MEASURED);
  }

  @Test
  void intervalsCoverIndependence() {
    int covered = 0;
    for (int world = 0; world < 150; world++) {
      SharedMistakes.Pairing pairing = models(200, 0, 900 + world);
      covered += !pairing.excess().above(0) && !pairing.excess().below(0) ? 1 : 0;
    }

    // If intervals hold the truth in 94 % of worlds, 118 or fewer of 150 come up with probability
    // < 1e-9.
    assertThat(covered).isGreaterThan(118);
  }

  @Test
  void theSpreadOfModelsDoesNotKnowWhatPeopleChose() {
    PairTable own = World.ofMargins(1, -2, 3);
    PairTable other = World.ofMargins(10, 20, -30);
    Committee committee = new Committee(List.of("a", "b"), List.of(own, other));
    Committee turned =
        new Committee(
            List.of("a", "b"), List.of(World.ofMargins(-1, -2, 3), World.ofMargins(-10, 20, -30)));

    assertThat(requireNonNull(committee.spread())).containsExactly(turned.spread(), within(1e-12));
    assertThat(committee.spread()[0]).isCloseTo(0, within(1e-12));
    assertThat(committee.spread()[1]).isPositive();
    assertThat(committee.wrongTogether()).isZero();
    assertThat(turned.wrongTogether(5)).extracting(ScoredPair::margin).containsExactly(-1.0);
  }
}
