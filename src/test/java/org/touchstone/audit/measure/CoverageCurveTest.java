package org.touchstone.audit.measure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.report.Estimate;

class CoverageCurveTest {

  private static final ClusterBootstrap BOOTSTRAP =
      ClusterBootstrap.of(AuditSettings.DEFAULT.seed(), AuditSettings.DEFAULT.resamples());
  private static final ClusteredMean MEANS = ClusteredMean.of(1, 200);

  /** Surest first: 4 right, 3 wrong, 2 right, 1 wrong. */
  @Test
  void fourPairsByHand() {
    CoverageCurve curve = CoverageCurve.byMargin(World.ofMargins(-1, 2, -3, 4));

    assertThat(curve.order()).containsExactly(3, 2, 1, 0);
    assertThat(curve.accuracy(0.25, MEANS).value()).isEqualTo(1);
    assertThat(curve.accuracy(0.5, MEANS).value()).isEqualTo(0.5);
    assertThat(curve.accuracy(0.75, MEANS).value()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(curve.area(BOOTSTRAP).value())
        .isCloseTo((0 + 1 / 2.0 + 1 / 3.0 + 2 / 4.0) / 4, within(1e-12));
    assertThat(curve.leastArea()).isCloseTo((0 + 0 + 1 / 3.0 + 2 / 4.0) / 4, within(1e-12));
    assertThat(curve.halves(BOOTSTRAP).value()).isCloseTo(0, within(1e-12));
  }

  @Test
  void bruteForceGivesTheSameCurve() {
    PairTable pairs = World.bradleyTerry(300, 1.5, 8);
    CoverageCurve curve = CoverageCurve.byMargin(pairs);
    List<ScoredPair> sorted =
        pairs.pairs().stream()
            .sorted(Comparator.comparingDouble((ScoredPair pair) -> -Math.abs(pair.margin())))
            .toList();
    double area = 0;
    for (int k = 1; k <= sorted.size(); k++) {
      area +=
          sorted.subList(0, k).stream().mapToDouble(p -> p.margin() > 0 ? 0 : 1).average().orElse(0)
              / sorted.size();
    }

    assertThat(curve.area(BOOTSTRAP).value()).isCloseTo(area, within(1e-12));
    for (double share : new double[] {0.1, 0.37, 0.5, 1}) {
      int covered = (int) Math.ceil(share * sorted.size());
      double right = sorted.subList(0, covered).stream().filter(pair -> pair.margin() > 0).count();
      Estimate accuracy = curve.accuracy(share, MEANS);
      assertThat(accuracy.value()).isCloseTo(right / covered, within(1e-12));
      assertThat(accuracy.clusters())
          .isEqualTo(
              sorted.subList(0, covered).stream()
                  .map(ScoredPair::promptCluster)
                  .distinct()
                  .count());
    }
  }

  /** Drawing a cluster twice is having each of its rows twice: the area sees the weights. */
  @Test
  void aRandomOrderGainsNothingAndTheIntervalSaysSo() {
    int covered = 0;
    for (int world = 0; world < 100; world++) {
      SplittableRandom random = new SplittableRandom(world);
      PairTable pairs = World.bradleyTerry(60, 1, 300 + world);
      double[] sureness = random.doubles(pairs.size()).toArray();
      Estimate gain = CoverageCurve.of(pairs, sureness).gain(BOOTSTRAP);
      covered += !gain.above(0) && !gain.below(0) ? 1 : 0;
    }

    // If intervals hold the truth in 94 % of worlds, 75 or fewer of 100 come up with probability
    // < 1e-9.
    assertThat(covered).isGreaterThan(75);
  }

  @Test
  void theModelsOwnSurenessGains() {
    CoverageCurve curve = CoverageCurve.byMargin(World.bradleyTerry(500, 1, 4));

    assertThat(curve.gain(BOOTSTRAP).above(0)).isTrue();
    assertThat(curve.halves(BOOTSTRAP).above(0)).isTrue();
  }

  @Test
  void halvesDifferAsTheyDoWithoutWeights() {
    PairTable pairs = World.bradleyTerry(200, 1, 6);
    int[] order = CoverageCurve.byMargin(pairs).order();
    double[] correct =
        Arrays.stream(order).mapToDouble(r -> pairs.margins()[r] > 0 ? 1 : 0).toArray();
    int half = order.length / 2;
    double expected =
        Arrays.stream(correct, 0, half).average().orElseThrow()
            - Arrays.stream(correct, half, order.length).average().orElseThrow();

    double value = requireNonNull(CoverageCurve.byMargin(pairs).halves(BOOTSTRAP).value());

    assertThat(value).isCloseTo(expected, within(1e-12));
  }
}
