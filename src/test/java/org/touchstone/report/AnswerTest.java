package org.touchstone.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTest {

  private static Answer of(Verdict... verdicts) {
    List<Check> checks =
        Arrays.stream(verdicts)
            .map(
                verdict ->
                    new Check(
                        "check",
                        "Is it?",
                        verdict,
                        Estimate.notMeasured("made up", 0, 0),
                        Format.PERCENT,
                        "so",
                        "It is " + verdict.words(),
                        "section"))
            .toList();
    return Answer.of(1, "id", "Is it?", "Needs more.", checks, List.of());
  }

  @Test
  void theWorstCheckDecides() {
    assertThat(of(Verdict.PASS, Verdict.FAIL, Verdict.WARN).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(of(Verdict.PASS, Verdict.FAIL, Verdict.WARN).sentence()).isEqualTo("It is FAIL");
    assertThat(of(Verdict.NOT_MEASURED, Verdict.WARN).verdict()).isEqualTo(Verdict.WARN);
    assertThat(of(Verdict.PASS, Verdict.NOT_MEASURED).verdict()).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(of(Verdict.PASS, Verdict.PASS).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void withoutChecksItSaysWhatItNeeds() {
    assertThat(of().verdict()).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(of().sentence()).isEqualTo("Needs more.");
    Answer read = Answer.of(1, "id", "Is it?", "Look.", List.of(), List.of("section"));
    assertThat(read.verdict()).isNull();
    assertThat(read.sentence()).isEqualTo("Look.");
  }
}
