package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.touchstone.agreement.AnnotatorRecord;

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
    assertThatThrownBy(() -> Expectation.of(Map.of("at-least", 1)))
        .hasMessage(
            "Cannot read expectation {at-least=1}: it names no measure, such as {measure: rows, at-least: 1}");
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
            "leave-one-out-agreement",
            "cycles",
            "email-rows",
            "psi-reply-words",
            "js-languages",
            "shift-longer-wins-share");
  }

  /**
   * Far annotators are sought within sources: a number elsewhere would be zero whatever they do.
   */
  @Test
  void farAnnotatorsAreOfSourcesAndSummedOverAllRows() {
    List<GroupMeasure> measures = new ArrayList<>();
    for (String source : List.of("x", "y")) {
      Tally tally = Tally.of(Group.ofSource(source));
      for (int person = 0; person < 8; person++) {
        AnnotatorRecord record = new AnnotatorRecord(400, 0, 400, person == 3 ? 200 : 320);
        tally.prompts().annotators.put("p" + person, record);
      }

      measures.addAll(measures(tally));
    }

    measures.addAll(measures(Tally.of(Group.ALL)));
    measures.addAll(measures(Tally.of(new Group(GroupKind.SPLIT, "", "train", ""))));
    measures.addAll(Measures.sums(measures));

    Map<String, Object> none = Map.of("measure", "far-annotators", "at-most", 0);
    assertThat(Expectation.of(none).check(measures).found()).isEqualTo(2.0);
    assertThat(in(none, Map.of("source", "y")).check(measures).found()).isEqualTo(1.0);
    assertThat(in(none, Map.of("split", "train")).check(measures))
        .returns(false, Expectation.Outcome::met)
        .satisfies(outcome -> assertThat(outcome.sentence()).contains("is not there"));
    assertThat(Measures.sums(List.of())).isEmpty();
  }

  private static List<GroupMeasure> measures(Tally tally) {
    return Measures.of(
        tally.group(), Summary.of(tally, Summary.Clustering.NONE, new TopTexts.Tops(0)));
  }

  private static Expectation in(Map<String, Object> expectation, Map<String, String> group) {
    Map<String, Object> named = new HashMap<>(expectation);
    named.put("group", group);
    return Expectation.of(named);
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

  /** What stays at one value before can move below, above, or to both sides of it. */
  @Test
  void movesAwayFromAFrequentValueAreSeen() {
    for (long[] now : new long[][] {{5}, {51}, {5, 51}, {49}}) {
      assertThat(psi(new long[] {50}, now)).as("now %s", Arrays.toString(now)).isGreaterThan(1);
    }

    assertThat(psi(new long[] {50}, new long[] {50})).isZero();
    // Two fifths at 20 move down, between the values that there were.
    assertThat(psi(new long[] {10, 20, 20, 30, 40}, new long[] {10, 11, 11, 30, 40}))
        .isGreaterThan(1);
    assertThat(psi(new long[] {12_345, 12_345, 90}, new long[] {12_200, 12_200, 90}))
        .isGreaterThan(1);
  }

  @Test
  void binsThatAreEmptyOnBothSidesChangeNothing() {
    assertThat(Drift.psi(new long[] {5, 0, 10}, new long[] {500, 0, 100}))
        .isEqualTo(Drift.psi(new long[] {5, 10}, new long[] {500, 100}));
  }

  private static double psi(long[] before, long[] now) {
    Histogram[] histograms = {new Histogram(), new Histogram()};
    for (int i = 0; i < 600; i++) {
      histograms[0].add(before[i % before.length]);
      histograms[1].add(now[i % now.length]);
    }

    long[] bounds = Drift.bounds(histograms[0]);
    return Drift.psi(histograms[0].countsBelow(bounds), histograms[1].countsBelow(bounds));
  }

  /** A share of 0 of 40 and one of 40 of 40: the ends of their difference lie within -1 and 1. */
  @Test
  void theShiftOfAShareIsHeldByBothIntervals() {
    Tally never = Tally.of(Group.ALL);
    Tally always = Tally.of(Group.ALL);
    for (int i = 0; i < 40; i++) {
      never.prompts().share(Share.TIE).add(0, 1);
      always.prompts().share(Share.TIE).add(1, 1);
    }

    Drift up = ofTies(never, always);
    Drift down = ofTies(always, never);
    double end = Objects.requireNonNull(up.low());
    double high =
        Objects.requireNonNull(
            Objects.requireNonNull(never.prompts().share(Share.TIE).estimate()).high());
    assertThat(up).returns(1.0, Drift::shift).returns(1.0, Drift::high);
    assertThat(end).isCloseTo(1 - Math.sqrt(2) * high, within(1e-9));
    assertThat(down.high()).isCloseTo(-end, within(1e-9));
  }

  private static Drift ofTies(Tally before, Tally now) {
    return Drift.between(before, now).stream()
        .filter(drift -> drift.measure().equals("tie-share"))
        .findFirst()
        .orElseThrow();
  }

  private static GroupMeasure measure(GroupKind kind, String source, String name, double value) {
    return new GroupMeasure(kind, source, "", "", name, value, null, null, 1);
  }
}
