package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.CurvePoint;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.CurveFit;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Check;
import org.touchstone.report.Verdict;

class LearningCurveTest {

  private static final int ALL = 8_000;

  /** A model that is right with a given probability, on the same held-out pairs each time. */
  private static PairTable judged(double right, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      pairs.add(World.pair(i, "c" + i / 2, "s" + i % 2, random.nextDouble() < right ? 1 : -1, 0));
    }

    return PairTable.of(pairs);
  }

  private static List<CurvePoint> points(double start, double perDoubling) {
    List<CurvePoint> points = new ArrayList<>();
    for (int halvings = 0; halvings < 4; halvings++) {
      for (int draw = 0; draw < 3; draw++) {
        points.add(
            new CurvePoint(
                Math.pow(0.5, halvings),
                draw,
                null,
                null,
                ALL >> halvings,
                judged(start - perDoubling * halvings, 31L * halvings + draw)));
      }
    }

    return points;
  }

  private static Evidence evidence(List<CurvePoint> curve) {
    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", curve.get(0).table());
    return new Evidence(
        AuditSettings.DEFAULT,
        audited,
        List.of(audited),
        List.of(),
        Further.builder().curve(curve).build(),
        shown -> List.of());
  }

  private static Check check(List<CurvePoint> curve) {
    return new LearningCurve().of(evidence(curve)).orElseThrow().checks().get(0);
  }

  @Test
  void aModelThatStillLearnsIsToldFromOneThatHasLevelledOff() {
    Check learning = check(points(0.75, 0.05));
    assertThat(learning.verdict()).isEqualTo(Verdict.WARN);
    assertThat(learning.estimate().low()).isGreaterThan(0.02);

    assertThat(check(points(0.70, -0.03)).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(check(points(0.70, 0)).verdict()).isNotEqualTo(Verdict.FAIL);
  }

  @Test
  void theLineIsThatOfOrdinaryLeastSquares() {
    List<Double> sizes = List.of(100.0, 300.0, 700.0, 2_000.0);
    double[][] correct = new double[4][];
    SimpleRegression regression = new SimpleRegression();
    for (int k = 0; k < 4; k++) {
      PairTable table = judged(0.6 + 0.05 * k, k);
      correct[k] = Outcomes.of(table.margins(), Outcomes::correct);
      double mean = java.util.Arrays.stream(correct[k]).average().orElseThrow();
      regression.addData(Math.log(sizes.get(k)), mean);
    }

    CurveFit fit =
        new CurveFit(sizes, correct, judged(0.5, 0).clusters(), ClusteredMean.of(1, 500));

    assertThat(fit.perDoubling().value())
        .isCloseTo(regression.getSlope() * Math.log(2), within(1e-12));
    assertThat(fit.at(5_000).value()).isCloseTo(regression.predict(Math.log(5_000)), within(1e-12));
    assertThat(fit.gain(1_000, 3_000).value())
        .isCloseTo(regression.getSlope() * Math.log(3), within(1e-12));
  }

  @Test
  void theIntervalHoldsTheTrueGainAsOftenAsItSays() {
    List<Double> sizes = List.of(1_000.0, 2_000.0, 4_000.0, 8_000.0);
    int held = 0;
    for (int world = 0; world < 100; world++) {
      double[][] correct = new double[4][];
      for (int k = 0; k < 4; k++) {
        PairTable table = judged(0.6 + 0.03 * k, 1_000_003L * world + 7_919L * k);
        correct[k] = Outcomes.of(table.margins(), Outcomes::correct);
      }

      CurveFit fit =
          new CurveFit(sizes, correct, judged(0.5, 0).clusters(), ClusteredMean.of(1, 200));
      held += fit.perDoubling().above(0.03) || fit.perDoubling().below(0.03) ? 0 : 1;
    }

    // If intervals hold the truth in 94 % of worlds, 75 or fewer of 100 come up with probability
    // < 1e-9.
    assertThat(held).isGreaterThan(75);
  }

  @Test
  void oneShareIsNoCurve() {
    List<CurvePoint> one = points(0.7, 0.01).subList(0, 3);

    assertThat(new LearningCurve().of(evidence(one))).isEmpty();
    assertThat(new LeftOutSources().of(evidence(one))).isEmpty();
  }

  @Test
  void modelsThatJudgedOtherPairsAreRefused() {
    List<CurvePoint> points = points(0.7, 0.01);
    CurvePoint odd = points.get(4);
    points.set(
        4,
        new CurvePoint(
            odd.share(),
            odd.draw(),
            null,
            null,
            odd.comparisons(),
            odd.table().where(pair -> pair.judgement() == 0 && !pair.item().endsWith("7"))));

    assertThatThrownBy(() -> check(points))
        .hasMessageStartingWith("Cannot audit the learning curve: its models judged 4000 and ");
  }

  @Test
  void aSourceThatIsNotLearnedFromTheOthersIsFound() {
    List<CurvePoint> points = new ArrayList<>(points(0.7, 0.01));
    points.add(new CurvePoint(Double.NaN, 0, "s0", null, 5_000, judged(0.4, 91)));
    points.add(new CurvePoint(Double.NaN, 0, "s1", null, 5_000, judged(0.7, 92)));

    Measure.Finding finding = new LeftOutSources().of(evidence(points)).orElseThrow();

    assertThat(finding.checks().get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.checks().get(0).sentence()).startsWith("On s0 (");
    assertThat(finding.section().figures()).hasSize(2);
  }
}
