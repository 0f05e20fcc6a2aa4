package org.touchstone.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.measure.Further;
import org.touchstone.audit.measure.Question;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.ExampleSource;
import org.touchstone.audit.pairs.PairBuilder;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.report.Answer;
import org.touchstone.report.Check;
import org.touchstone.report.Example;
import org.touchstone.report.ReportSchema;
import org.touchstone.report.Section;
import org.touchstone.report.Verdict;

class ExaminationTest {

  private static final Provenance PROVENANCE =
      new Provenance("A test", "a made world", "2026-11-23T00:00:00Z", "0.1.0", Map.of());
  private static final ExampleSource NO_TEXTS = pairs -> List.<Example>of();

  private static AuditReport examine(PairTable audited, PairTable... others) {
    List<Contender> models = new ArrayList<>();
    models.add(new Contender("decoder", Contender.Kind.AUDITED, "d0", audited));
    for (PairTable other : others) {
      models.add(new Contender("linear", Contender.Kind.MODEL, "d1", other));
    }

    AuditReport report =
        Examination.of(
            models, List.of(), AuditSettings.DEFAULT, PROVENANCE, Further.NOTHING, NO_TEXTS);
    ReportSchema.read(report.json(), "report.json");
    return report;
  }

  private static Verdict verdict(AuditReport report, String id) {
    return report.checks().stream()
        .filter(check -> check.id().equals(id))
        .map(Check::verdict)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anOraclePassesAndACoinDoesNot() {
    AuditReport oracle = examine(World.bradleyTerry(800, 1, 3));
    assertThat(oracle.checks())
        .filteredOn(check -> !check.id().equals("few-wrong-labels"))
        .allMatch(check -> check.verdict() == Verdict.PASS);
    assertThat(oracle.failed()).isFalse();

    AuditReport coin = examine(World.bradleyTerry(800, 1, 3).rewardedBy(pair -> 0, pair -> 0));
    assertThat(verdict(coin, "beats-coin")).isEqualTo(Verdict.WARN);
    assertThat(verdict(coin, "not-a-length-counter")).isEqualTo(Verdict.NOT_MEASURED);
  }

  @Test
  void plantedFlawsAreCaught() {
    PairTable oracle = World.bradleyTerry(800, 1, 5);
    PairTable lengthCounter =
        oracle.rewardedBy(pair -> pair.chosenWords() / 20.0, pair -> pair.rejectedWords() / 20.0);
    assertThat(verdict(examine(lengthCounter), "not-a-length-counter")).isEqualTo(Verdict.FAIL);
    assertThat(verdict(examine(lengthCounter), "beats-longer-reply-wins")).isEqualTo(Verdict.WARN);

    assertThat(verdict(examine(World.bradleyTerry(800, 6, 5)), "calibrated"))
        .isEqualTo(Verdict.FAIL);
    assertThat(verdict(examine(World.bradleyTerry(800, -1, 5)), "beats-coin"))
        .isEqualTo(Verdict.FAIL);
    PairTable oneSourceWrong =
        oracle.rewardedBy(
            pair -> pair.source().equals("s1") ? -pair.chosenReward() : pair.chosenReward(),
            pair -> 0);
    assertThat(verdict(examine(oneSourceWrong), "no-source-below-chance")).isEqualTo(Verdict.FAIL);
    assertThat(verdict(examine(oneSourceWrong), "beats-coin")).isNotEqualTo(Verdict.FAIL);
  }

  @Test
  void everyQuestionIsAnsweredOrSaysWhatItNeeds() {
    AuditReport report = examine(World.bradleyTerry(800, -1, 5));

    assertThat(report.answers())
        .extracting(Answer::question)
        .containsExactly(
            Arrays.stream(Question.values()).map(Question::asks).toArray(String[]::new));
    Answer agrees = report.answers().get(0);
    assertThat(agrees.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(agrees.sentence()).startsWith("It agrees with people in only");
    assertThat(report.answers())
        .filteredOn(answer -> answer.checks().isEmpty() && !answer.sections().isEmpty())
        .allMatch(answer -> answer.verdict() == null);
    assertThat(report.answers())
        .filteredOn(answer -> answer.sections().isEmpty())
        .isNotEmpty()
        .allMatch(answer -> answer.verdict() == Verdict.NOT_MEASURED)
        .allMatch(answer -> answer.sentence().startsWith("Needs "));
    assertThat(report.answers().stream().flatMap(answer -> answer.checks().stream()))
        .containsExactlyElementsOf(report.checks().stream().map(Check::id).toList());
    assertThat(report.answers().stream().flatMap(answer -> answer.sections().stream()))
        .containsExactlyElementsOf(report.sections().stream().map(Section::id).toList());
  }

  @Test
  void rowsOfTheTrainingSplitAreToldFromHeldOutOnes() {
    PairTable pairs = World.bradleyTerry(200, 1, 3);
    PairTable training = split(pairs, "train");

    assertThat(verdict(examine(training), "held-out-rows")).isEqualTo(Verdict.WARN);
    assertThat(verdict(examine(split(pairs, "test")), "held-out-rows")).isEqualTo(Verdict.PASS);
    Contender folds =
        new Contender("folds", Contender.Kind.AUDITED, Contender.CROSS_FIT + "1", training);
    AuditReport report =
        Examination.of(
            List.of(folds),
            List.of(),
            AuditSettings.DEFAULT,
            PROVENANCE,
            Further.NOTHING,
            NO_TEXTS);
    assertThat(verdict(report, "held-out-rows")).isEqualTo(Verdict.PASS);
  }

  private static PairTable split(PairTable pairs, String split) {
    return PairTable.of(
        pairs.pairs().stream().map(pair -> PairBuilder.like(pair).split(split).build()).toList());
  }

  @Test
  void tooFewPromptsAreNotMeasuredRatherThanPassed() {
    AuditReport report = examine(World.bradleyTerry(8, 1, 3));

    assertThat(verdict(report, "beats-coin")).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(verdict(report, "calibrated")).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(verdict(report, "no-source-below-chance")).isEqualTo(Verdict.NOT_MEASURED);
    assertThat(verdict(report, "not-a-length-counter")).isEqualTo(Verdict.NOT_MEASURED);
  }

  @Test
  void modelsAreComparedOnTheRowsThatBothHave() {
    PairTable all = World.bradleyTerry(400, 1, 9);
    PairTable some = all.where(pair -> pair.promptCluster().endsWith("7"));

    Standing linear = examine(some, all).standings().get(1);

    assertThat(linear.accuracy().n()).isEqualTo(some.size());
    assertThat(linear.accuracyAllRows().n()).isEqualTo(all.size());
    assertThat(requireNonNull(linear.lead()).value()).isCloseTo(0, within(1e-12));
    assertThat(linear.leadP()).isEqualTo(1);
  }

  @Test
  void theReportDoesNotDependOnTheOrderOfRows() {
    List<ScoredPair> pairs = new ArrayList<>(World.bradleyTerry(300, 1.4, 11).pairs());
    String first = examine(PairTable.of(pairs)).json();
    Collections.shuffle(pairs, new Random(4));

    assertThat(examine(PairTable.of(pairs)).json()).isEqualTo(first);
  }

  @Test
  void aModelWithoutSharedRowsIsNotMeasured() {
    PairTable one = World.bradleyTerry(200, 1, 1);
    PairTable other = PairTable.of(List.of(World.pair(999_999, "elsewhere", "s", 1, 0)));

    AuditReport report = examine(one, other);

    assertThat(report.standings().get(1).accuracy().bounded()).isFalse();
    assertThat(report.checks()).extracting(Check::id).doesNotContain("beats-linear");
  }

  @Test
  void anotherModelDecidesOnlyWhereItIsBetter() {
    PairTable worse = World.bradleyTerry(800, 1, 3);
    PairTable better = worse.rewardedBy(pair -> 1, pair -> 0);

    assertThat(verdict(examine(worse, better), "beats-linear")).isEqualTo(Verdict.FAIL);
    assertThat(examine(better, worse).checks())
        .extracting(Check::id)
        .doesNotContain("beats-linear");
  }

  @Test
  void rewardsThatAreNoLogitsAreNotReadAsProbabilitiesBeforeTheyAreScaled() {
    Contender ensemble =
        new Contender("ensemble", Contender.Kind.AUDITED, "d0", World.bradleyTerry(800, 6, 5));
    AuditReport report =
        Examination.of(
            List.of(ensemble),
            List.of(),
            AuditSettings.DEFAULT,
            PROVENANCE,
            Further.builder().logits(false).build(),
            NO_TEXTS);

    assertThat(report.checks())
        .extracting(Check::id)
        .contains("calibrated-after-scaling")
        .doesNotContain("calibrated", "informative-probabilities");
    assertThat(verdict(report, "calibrated-after-scaling")).isEqualTo(Verdict.PASS);
  }
}
