package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {

  @Test
  void numbersAreWrittenForPeople() {
    assertThat(Numbers.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Numbers.percent(0.5558)).isEqualTo("55.6\u00a0%");
    assertThat(Numbers.points(0.0214)).isEqualTo("+2.1\u00a0pts");
    assertThat(Numbers.points(-0.0214)).isEqualTo("−2.1\u00a0pts");
    assertThat(Numbers.points(-0.0001)).isEqualTo("0.0\u00a0pts");
    assertThat(Numbers.decimal(-0.6814)).isEqualTo("−0.681");
  }

  @Test
  void anEstimateCarriesItsIntervalWhereItHasOne() {
    Estimate known = new Estimate(0.556, 0.541, 0.571, 0.007, 807, 700, "m", null);

    assertThat(Numbers.estimate(known, Format.PERCENT_ESTIMATE))
        .isEqualTo("55.6\u00a0% [54.1,\u00a057.1]");
    assertThat(Numbers.estimate(Estimate.bare(0.5, 3, 2, "few"), Format.PERCENT))
        .isEqualTo("50.0\u00a0%");
    assertThat(Numbers.estimate(Estimate.notMeasured("none", 0, 0), Format.PERCENT)).isEqualTo("–");
  }
}
