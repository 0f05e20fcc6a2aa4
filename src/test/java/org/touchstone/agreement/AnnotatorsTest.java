package org.touchstone.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.touchstone.agreement.Choice.FIRST;
import static org.touchstone.agreement.Choice.SECOND;
import static org.touchstone.agreement.Choice.TIE;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AnnotatorsTest {

  @Test
  void theOthersHaveAMajorityOrAreNotAsked() {
    assertThat(LeaveOneOut.of(List.of(FIRST, FIRST, SECOND), 0))
        .as("the others are split")
        .isEqualTo(LeaveOneOut.SPLIT);
    assertThat(LeaveOneOut.of(List.of(FIRST, FIRST, SECOND), 2)).isEqualTo(LeaveOneOut.DISAGREES);
    assertThat(LeaveOneOut.of(List.of(FIRST, FIRST, TIE), 0))
        .as("a tie has no vote")
        .isEqualTo(LeaveOneOut.AGREES);
    assertThat(LeaveOneOut.of(List.of(FIRST, FIRST, TIE), 2)).isEqualTo(LeaveOneOut.NOT_ASKED);
    assertThat(LeaveOneOut.of(List.of(FIRST, TIE, TIE), 0)).isEqualTo(LeaveOneOut.SPLIT);
    assertThat(LeaveOneOut.of(List.of(SECOND), 0)).isEqualTo(LeaveOneOut.NOT_ASKED);
  }

  @Test
  void theOneWhoThrowsCoinsIsFarAndNobodyElse() {
    SplittableRandom random = new SplittableRandom(5);
    Map<String, AnnotatorRecord> records = new HashMap<>();
    for (int item = 0; item < 400; item++) {
      boolean truth = random.nextBoolean();
      List<Choice> choices = new ArrayList<>();
      for (int person = 0; person < 8; person++) {
        boolean right = person == 3 ? random.nextBoolean() : random.nextInt(10) < 8;
        choices.add(right == truth ? FIRST : SECOND);
      }

      for (int person = 0; person < 8; person++) {
        LeaveOneOut answer = LeaveOneOut.of(choices, person);
        Choice choice = choices.get(person);
        records.merge(
            "person " + person, AnnotatorRecord.NONE.plus(choice, answer), AnnotatorRecord::plus);
      }
    }

    records.put("new", new AnnotatorRecord(20, 0, 20, 0));

    List<FarAnnotators.Far> far = FarAnnotators.among(records);
    assertThat(far).hasSize(1);
    assertThat(far.get(0).annotator()).isEqualTo("person 3");
    assertThat(far.get(0).share().value()).isCloseTo(0.5, within(0.1));
    assertThat(FarAnnotators.among(Map.of())).isEmpty();
  }

  /** Ties are asked of nobody, so agreement alone never tells. */
  @Test
  void theOneWhoCallsEverythingEqualIsFar() {
    Map<String, AnnotatorRecord> records = new HashMap<>();
    for (int person = 0; person < 8; person++) {
      records.put("p" + person, new AnnotatorRecord(200, 20, 180, 150));
    }

    records.put("shrugs", new AnnotatorRecord(200, 200, 0, 0));
    records.put("new", new AnnotatorRecord(20, 20, 0, 0));

    assertThat(FarAnnotators.among(records))
        .singleElement()
        .returns("shrugs", FarAnnotators.Far::annotator)
        .returns(FarAnnotators.Why.TIES, FarAnnotators.Far::why)
        .returns(200L, far -> far.share().trials())
        .satisfies(far -> assertThat(far.others()).isCloseTo(180.0 / 1_620, within(1e-9)));
    assertThat(FarAnnotators.among(Map.of("alone", new AnnotatorRecord(200, 200, 0, 0)))).isEmpty();
  }

  @Test
  void amongPeopleWhoAreAllAlikeHardlyAnybodyIsFar() {
    SplittableRandom random = new SplittableRandom(6);
    int named = 0;
    for (int corpus = 0; corpus < 500; corpus++) {
      Map<String, AnnotatorRecord> records = new HashMap<>();
      for (int person = 0; person < 20; person++) {
        long ties = random.doubles(60).filter(u -> u < 0.2).count();
        long agreed = random.doubles(60 - ties).filter(u -> u < 0.75).count();
        records.put("p" + person, new AnnotatorRecord(60, ties, 60 - ties, agreed));
      }

      named += FarAnnotators.among(records).isEmpty() ? 0 : 1;
    }

    assertThat(named / 500.0).isLessThan(0.05);
  }

  @Test
  void recordsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new AnnotatorRecord(1, 0, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 asked");
  }

  @Test
  void theEndsOfAnIntervalAreTheSharesThatTheTestJustRejects() {
    Wilson share = Objects.requireNonNull(Wilson.of(7, 30));
    for (double end : new double[] {share.low(), share.high()}) {
      double deviation = Math.sqrt(end * (1 - end) / 30);
      assertThat(Math.abs(share.value() - end) / deviation).isCloseTo(1.959964, within(1e-6));
    }

    assertThat(Wilson.of(0, 0)).isNull();
  }
}
