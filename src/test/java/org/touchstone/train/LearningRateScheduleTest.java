package org.touchstone.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.train.OptimizerSettings.DecayScope;
import org.touchstone.train.OptimizerSettings.Schedule;

class LearningRateScheduleTest {

  @Test
  void risesInALineAndFallsAlongACosineToItsFloor() {
    LearningRateSchedule schedule = schedule(Schedule.COSINE, 0.1, 0.2, 101);
    assertThat(schedule.rate(0)).isCloseTo(0.1, within(1e-12));
    assertThat(schedule.rate(4)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.rate(9)).isCloseTo(1, within(1e-12));
    assertThat(schedule.rate(10)).isCloseTo(1, within(1e-12));
    assertThat(schedule.rate(55)).isCloseTo(0.2 + 0.8 * 0.5, within(1e-12));
    assertThat(schedule.rate(100)).isCloseTo(0.2, within(1e-12));
    assertThat(schedule.rate(500)).isCloseTo(0.2, within(1e-12));
  }

  @Test
  void fallsInALine() {
    LearningRateSchedule schedule = schedule(Schedule.LINEAR, 0, 0, 5);
    double[] expected = {1, 0.75, 0.5, 0.25, 0};
    for (int step = 0; step < expected.length; step++) {
      assertThat(schedule.rate(step)).isCloseTo(expected[step], within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(Schedule.class)
  void isNeverNegativeAndNeverAboveItsHighestRate(Schedule kind) {
    for (long steps = 1; steps < 30; steps++) {
      LearningRateSchedule schedule = schedule(kind, 0.3, 0, steps);
      for (long step = 0; step < steps; step++) {
        assertThat(schedule.rate(step)).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void refusesSharesThatAreNone() {
    assertThatThrownBy(() -> schedule(Schedule.LINEAR, 1, 0, 5))
        .hasMessageContaining("warm-up share 1.0");
    assertThatThrownBy(() -> schedule(Schedule.LINEAR, 0, 0, 0)).hasMessageContaining("0 steps");
  }

  private static LearningRateSchedule schedule(
      Schedule kind, double warmup, double floor, long steps) {
    return new LearningRateSchedule(
        new OptimizerSettings(1, kind, warmup, floor, 0, DecayScope.MATRICES, 0.9, 0.999, 1e-8, 1),
        steps);
  }
}
