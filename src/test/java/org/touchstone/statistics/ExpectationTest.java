package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpectationTest {

  private static final List<GroupMeasure> MEASURES =
      List.of(
          measure(GroupKind.TOTAL, "", "rows", 10),
          measure(GroupKind.SOURCE, "x", "longer-wins-share", 0.71));

  @Test
  void aRangeIsMetOrNamedWithWhatWasFound() {
    Expectation.Outcome rows =
        Expectation.of(Map.of("measure", "rows", "at-least", 10)).check(MEASURES);
    Expectation.Outcome longer =
        Expectation.of(
                Map.of(
                    "measure",
                    "longer-wins-share",
                    "group",
                    Map.of("source", "x"),
                    "at-least",
                    0.4,
                    "at-most",
                    0.6))
            .check(MEASURES);
    Expectation.Outcome missing =
        Expectation.of(Map.of("measure", "longer-wins-share", "at-most", 0.6)).check(MEASURES);

    assertThat(rows.met()).isTrue();
    assertThat(longer.met()).isFalse();
    assertThat(longer.sentence())
        .isEqualTo("longer-wins-share of source x is 0.71, allowed is from 0.4 to 0.6");
    assertThat(missing.met()).isFalse();
    assertThat(missing.sentence()).contains("of all rows is not there, allowed is at most 0.6");
  }

  @Test
  void whatCannotBeExpectedIsRefusedWithWhatIsNearest() {
    assertThatThrownBy(() -> Expectation.of(Map.of("measure", "longer-win-share", "at-most", 1)))
        .hasMessage(
            "Cannot expect anything of measure \"longer-win-share\": there is none, the nearest is \"longer-wins-share\"");
    assertThatThrownBy(() -> Expectation.of(Map.of("measure", "rows", "atleast", 1)))
        .hasMessageContaining("unknown key \"atleast\", the nearest is \"at-least\"");
    assertThatThrownBy(() -> Expectation.of(Map.of("measure", "rows")))
        .hasMessageContaining("one bound needed");
    assertThatThrownBy(() -> Expectation.of(Map.of("measure", "rows", "at-least", 2, "at-most", 1)))
        .hasMessageContaining("two in order");
    assertThatThrownBy(() -> Expectation.of(Map.of("measure", "rows", "at-least", "many")))
        .hasMessageContaining("\"many\", must be a number");
    assertThatThrownBy(
            () ->
                Expectation.of(
                    Map.of("measure", "rows", "at-most", 1, "group", Map.of("topic", "x"))))
        .hasMessageContaining("allowed are source, split, language");
  }

  @Test
  void everyKindOfNumberHasAName() {
    assertThat(Measures.NAMES)
        .contains(
            "rows",
            "longer-wins-share",
            "reply-words-median",
            "fleiss-kappa",
            "human-ceiling",
            "cycles",
            "email-rows",
            "psi-reply-words",
            "js-languages",
            "shift-longer-wins-share");
  }

  @Test
  void divergencesAreThoseOfTheDefinitions() {
    assertThat(Drift.js(new long[] {5, 0}, new long[] {0, 9})).isCloseTo(1, within(1e-12));
    assertThat(Drift.js(new long[] {5, 10}, new long[] {50, 100})).isCloseTo(0, within(1e-12));
    assertThat(Drift.psi(new long[] {5, 10}, new long[] {5, 10})).isZero();
    double p = 80.5 / 101;
    double q = 50.5 / 101;
    double expected = (p - q) * Math.log(p / q) + (q - p) * Math.log((1 - p) / (1 - q));
    assertThat(Drift.psi(new long[] {50, 50}, new long[] {80, 20}))
        .isCloseTo(expected, within(1e-12));
  }

  private static GroupMeasure measure(GroupKind kind, String source, String name, double value) {
    return new GroupMeasure(kind, source, "", "", name, value, null, null, 1);
  }
}
