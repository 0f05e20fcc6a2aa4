package org.touchstone.audit.measure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.audit.statistic.TemperatureFit;
import org.touchstone.report.Estimate;

class TemperatureTest {

  private static final AuditSettings SETTINGS = AuditSettings.DEFAULT;

  /** Of margins that are all m or -m, a share p right, the best factor is logit(p) / m. */
  @Test
  void theClosedFormOfOneMargin() {
    double[] margins = {0.3, 0.3, 0.3, -0.3};

    assertThat(TemperatureFit.to(margins).factor()).isCloseTo(Math.log(3) / 0.3, within(1e-9));
    assertThat(TemperatureFit.to(margins).factor(new int[] {2, 1, 1, 1}, 5))
        .isCloseTo(Math.log(4) / 0.3, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.01, 1, 37, 1e6})
  void goldenSectionFindsTheSameMinimumWhateverTheUnit(double unit) {
    PairTable pairs = World.bradleyTerry(200, unit, 5);
    double low = 0;
    double high = 5 / unit;
    for (int i = 0; i < 200; i++) {
      double a = high - (Math.sqrt(5) - 1) / 2 * (high - low);
      double b = low + (Math.sqrt(5) - 1) / 2 * (high - low);
      boolean left = loss(pairs, a) < loss(pairs, b);
      high = left ? b : high;
      low = left ? low : a;
    }

    assertThat(TemperatureFit.to(pairs.margins()).factor() * unit)
        .isCloseTo(low * unit, within(1e-6));
  }

  private static double loss(PairTable pairs, double factor) {
    return Arrays.stream(pairs.margins()).map(m -> Outcomes.logLoss(factor * m)).sum();
  }

  @Test
  void whatNoTemperatureFitsIsNotFitted() {
    TemperatureFit wrong = TemperatureFit.to(new double[] {-1, -2, 0.5});
    TemperatureFit perfect = TemperatureFit.to(new double[] {1, 2, 0.5});

    assertThat(wrong.factor()).isZero();
    assertThat(wrong.found(wrong.factor())).isFalse();
    assertThat(perfect.found(perfect.factor())).isFalse();
    assertThat(TemperatureFit.to(new double[20]).factor()).isZero();
    assertThat(Temperatures.of(World.bradleyTerry(300, -1, 2), SETTINGS)).isEmpty();
    assertThat(Temperatures.of(World.bradleyTerry(8, 1, 2), SETTINGS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2, 6})
  void theScaleOfAWorldIsRecovered(double scale) {
    Temperatures fit = Temperatures.of(World.bradleyTerry(2_000, scale, 9), SETTINGS).orElseThrow();

    assertThat(requireNonNull(fit.fitted().value())).isCloseTo(scale, within(0.12 * scale));
    assertThat(fit.fitted().low()).isLessThan(scale);
    assertThat(fit.fitted().high()).isGreaterThan(scale);
    assertThat(fit.fitted().above(1)).isEqualTo(scale > 1);
    assertThat(fit.fitted().below(1)).isEqualTo(scale < 1);
  }

  @Test
  void intervalsCoverTheTruth() {
    int covered = 0;
    for (int world = 0; world < 200; world++) {
      Estimate fitted =
          Temperatures.of(World.bradleyTerry(80, 2, 7_000L + world), SETTINGS)
              .orElseThrow()
              .fitted();
      covered += fitted.bounded() && !fitted.above(2) && !fitted.below(2) ? 1 : 0;
    }

    // If intervals hold the truth in 92 % of worlds, 156 or fewer of 200 come up with probability
    // < 1e-9.
    assertThat(covered).isGreaterThan(156);
  }

  @Test
  void noRowIsJudgedByATemperatureThatSawIt() {
    PairTable pairs = World.bradleyTerry(400, 3, 9);
    Temperatures fit = Temperatures.of(pairs, SETTINGS).orElseThrow();
    List<ScoredPair> first = new ArrayList<>();
    List<ScoredPair> second = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      double applied = fit.before().margins()[i] / fit.after().margins()[i];
      boolean byFirst = Math.abs(applied - fit.first()) < 1e-9;
      assertThat(byFirst || Math.abs(applied - fit.second()) < 1e-9).isTrue();
      (byFirst ? second : first).add(pairs.pairs().get(i));
    }

    assertThat(fit.crossed()).isTrue();
    assertThat(1 / TemperatureFit.to(PairTable.of(first).margins()).factor())
        .isCloseTo(fit.first(), within(1e-9));
    assertThat(1 / TemperatureFit.to(PairTable.of(second).margins()).factor())
        .isCloseTo(fit.second(), within(1e-9));
    assertThat(first.stream().map(ScoredPair::promptCluster))
        .doesNotContainAnyElementsOf(second.stream().map(ScoredPair::promptCluster).toList());
  }

  @Test
  void validationRowsAreFittedOnAndNotJudged() {
    PairTable pairs =
        PairTable.of(
            World.bradleyTerry(600, 3, 9).pairs().stream()
                .map(p -> World.inSplit(p, p.promptCluster().endsWith("3") ? "validation" : "test"))
                .toList());
    PairTable validation = pairs.where(pair -> "validation".equals(pair.split()));

    Temperatures fit = Temperatures.of(pairs, SETTINGS).orElseThrow();

    assertThat(fit.crossed()).isFalse();
    assertThat(fit.fitted().n()).isEqualTo(validation.size());
    assertThat(fit.before().size()).isEqualTo(pairs.size() - validation.size());
    assertThat(fit.fitted().value())
        .isCloseTo(1 / TemperatureFit.to(validation.margins()).factor(), within(1e-9));
  }
}
