package org.touchstone.audit.statistic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomesTest {

  @ParameterizedTest
  @ValueSource(doubles = {-30, -3.5, -1, -1e-9, 0, 1e-9, 0.25, 2, 30})
  void stableFormsEqualTheTextbookOnes(double margin) {
    double p = 1 / (1 + Math.exp(-margin));

    assertThat(Outcomes.sigmoid(margin)).isCloseTo(p, within(1e-15));
    assertThat(Outcomes.logLoss(margin)).isCloseTo(-Math.log(p), within(1e-12));
    assertThat(Outcomes.brier(margin)).isCloseTo((1 - p) * (1 - p), within(1e-12));
    assertThat(Outcomes.confidence(margin)).isCloseTo(Math.max(p, 1 - p), within(1e-15));
  }

  @Test
  void hugeMarginsStayFinite() {
    assertThat(Outcomes.logLoss(-1000)).isEqualTo(1000);
    assertThat(Outcomes.logLoss(1000)).isZero();
    assertThat(Outcomes.brier(-1000)).isEqualTo(1);
    assertThat(Outcomes.brier(1e308)).isZero();
  }

  @Test
  void aTieIsHalfRightAndCostsACoin() {
    assertThat(Outcomes.correct(0)).isEqualTo(0.5);
    assertThat(Outcomes.correct(-0.0)).isEqualTo(0.5);
    assertThat(Outcomes.logLoss(0)).isEqualTo(Math.log(2));
    assertThat(Outcomes.brier(0)).isEqualTo(0.25);
  }
}
