package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.CurvePoint;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.report.Estimate;
import org.touchstone.report.Verdict;

class RetrainedTest {

  /** Two models of accuracy 0.7 that err on the same pairs with a given probability. */
  private static List<CurvePoint> halves(double alike) {
    SplittableRandom random = new SplittableRandom(23);
    List<ScoredPair> one = new ArrayList<>();
    List<ScoredPair> other = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      boolean right = random.nextDouble() < 0.7;
      boolean theirs = random.nextDouble() < alike ? right : random.nextDouble() < 0.7;
      one.add(World.pair(i, "c" + i / 2, "s", right ? 1 : -1, 0));
      other.add(World.pair(i, "c" + i / 2, "s", theirs ? 2 : -2, 0));
    }

    return List.of(
        new CurvePoint(Double.NaN, 0, null, 1, 500, PairTable.of(other)),
        new CurvePoint(Double.NaN, 0, null, 0, 500, PairTable.of(one)));
  }

  private static Measure.Finding retrained(List<CurvePoint> curve) {
    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", curve.get(0).table());
    return new Retrained()
        .of(
            new Evidence(
                AuditSettings.DEFAULT,
                audited,
                List.of(audited),
                List.of(),
                Further.builder().curve(curve).build(),
                shown -> List.of()))
        .orElseThrow();
  }

  @Test
  void whatTheHalvesShareDecides() {
    assertThat(retrained(halves(1)).checks().get(0).verdict()).isEqualTo(Verdict.PASS);
    assertThat(retrained(halves(0.3)).checks().get(0).verdict()).isEqualTo(Verdict.WARN);
    assertThat(retrained(halves(0)).checks().get(0).verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void modelsThatErrApartAgreeAsTheirAccuraciesSay() {
    List<@Nullable Object> row =
        retrained(halves(0)).section().figures().get(0).table().rows().get(0);

    // 0.7 * 0.7 + 0.3 * 0.3
    assertThat((Double) row.get(2)).isCloseTo(0.58, within(0.01));
    assertThat((Estimate) row.get(1))
        .extracting(Estimate::value)
        .satisfies(same -> assertThat(same).isCloseTo(0.58, within(0.03)));
    assertThat((Estimate) row.get(3))
        .extracting(Estimate::value)
        .satisfies(excess -> assertThat(excess).isCloseTo(0, within(0.015)));
  }

  @Test
  void withoutHalvesTheTwoOrdersAreShownAndNothingIsDecided() {
    List<CurvePoint> halves = halves(0.8);
    List<CurvePoint> draws =
        List.of(
            new CurvePoint(1, 1, null, null, 900, halves.get(0).table()),
            new CurvePoint(1, 0, null, null, 900, halves.get(1).table()));

    assertThat(retrained(draws).checks()).isEmpty();
    assertThat(retrained(draws).section().figures().get(0).table().rows()).hasSize(1);
  }
}
