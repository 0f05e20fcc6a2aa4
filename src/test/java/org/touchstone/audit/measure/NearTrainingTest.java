package org.touchstone.audit.measure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.ClusteredSlope;
import org.touchstone.report.Estimate;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

class NearTrainingTest {

  /** 400 prompts of two pairs each, right in 55 % and so much more for each 0.1 of similarity. */
  private static Measure.Finding finding(double rise, double sourceGap, long seed) {
    return finding(rise, sourceGap, 0.55, seed);
  }

  private static Measure.Finding finding(double rise, double sourceGap, double least, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScoredPair> pairs = new ArrayList<>();
    Map<String, Double> nearest = new HashMap<>();
    for (int i = 0; i < 800; i++) {
      int source = i / 2 % 2;
      double similarity =
          new SplittableRandom(seed * 1_000 + i / 2).nextDouble(0, 0.4) + 0.2 * source;
      double right = least + rise * (similarity - 0.2 * source) / 0.1 + sourceGap * source;
      pairs.add(
          World.pair(
              i, "q" + i / 2, "s" + source, random.nextDouble() < right ? 1 : -1, i % 3 - 1));
      nearest.put(pairs.get(i).row(), similarity);
    }

    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", PairTable.of(pairs));
    Further further = Further.builder().nearest(nearest).build();
    Evidence evidence =
        new Evidence(
            AuditSettings.DEFAULT,
            audited,
            List.of(audited),
            List.of(),
            further,
            shown -> List.of());
    return new NearTraining().of(evidence).orElseThrow();
  }

  private static double value(Estimate estimate) {
    return requireNonNull(estimate.value());
  }

  @Test
  void aModelThatLivesOnItsTrainingPromptsIsFound() {
    Measure.Finding finding = finding(0.1, 0, 1);

    assertThat(finding.checks().get(1).verdict()).isEqualTo(Verdict.WARN);
    assertThat(value(finding.checks().get(1).estimate())).isCloseTo(0.1, within(0.04));
    List<List<Object>> parts = finding.section().figures().get(0).table().rows();
    assertThat(parts).hasSize(5);
    assertThat(value((Estimate) parts.get(4).get(1)))
        .isGreaterThan(value((Estimate) parts.get(0).get(1)) + 0.15);
  }

  @Test
  void noTrendGivesNoAlarmAndItsIntervalHoldsTheTruth() {
    int alarms = 0;
    int missed = 0;
    for (int world = 0; world < 100; world++) {
      Measure.Finding finding = finding(0, 0.1, world);
      alarms += finding.checks().get(1).verdict() == Verdict.PASS ? 0 : 1;
      Estimate slope = finding.checks().get(1).estimate();
      missed += slope.above(0) || slope.below(0) ? 1 : 0;
    }

    // If 3 % of worlds give an alarm and 6 % of the intervals miss, 19 and 25 or more of 100 come
    // up with probability < 1e-9.
    assertThat(alarms).isLessThan(19);
    assertThat(missed).isLessThan(25);
  }

  @Test
  void sourcesThatAreBothNearAndEasyAreNoTrendWithinThem() {
    Table trends = finding(0, 0.35, 3).section().figures().get(1).table();

    assertThat(((Estimate) trends.rows().get(0).get(1)).above(0)).isTrue();
    assertThat(((Estimate) trends.rows().get(1).get(1)).above(0)).isFalse();
  }

  @Test
  void aModelBelowACoinFarFromTrainingFails() {
    assertThat(finding(0.1, 0.1, 0.25, 4).checks().get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding(0, 0, 0.75, 5).checks().get(0).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void theSlopeOverTwoValuesIsTheDifferenceOfTheirMeans() {
    SplittableRandom random = new SplittableRandom(7);
    double[] x = random.doubles(300).map(value -> value < 0.4 ? 0 : 1).toArray();
    double[] y = random.doubles(300).toArray();
    int[] clusters = java.util.stream.IntStream.range(0, 300).map(i -> i / 2).toArray();
    double[] sums = new double[4];
    for (int i = 0; i < 300; i++) {
      sums[(int) x[i]] += y[i];
      sums[2 + (int) x[i]]++;
    }

    Estimate slope =
        ClusteredSlope.of(
            x, y, java.util.Collections.nCopies(300, ""), clusters, ClusteredMean.of(1, 500));
    assertThat(value(slope)).isCloseTo(sums[1] / sums[3] - sums[0] / sums[2], within(1e-12));
  }

  @Test
  void withoutTrainingPromptsThereIsNothingToSay() {
    assertThat(new NearTraining().of(ProbeWorld.evidence(List.of(), List.of(), List.of())))
        .isEmpty();
  }
}
