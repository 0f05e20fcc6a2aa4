package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.measure.JudgedAnswers.Cell;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ProbedAnswer;
import org.touchstone.audit.pairs.World;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;
import org.touchstone.schema.MetadataKeys;

class InformedTruthTest {

  /** 200 questions of two to six answers in any cell; the reward is that of the cell and noise. */
  private static List<ProbedAnswer> answers(ToDoubleFunction<Cell> paid, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ProbedAnswer> answers = new ArrayList<>();
    for (int q = 0; q < 200; q++) {
      double question = random.nextDouble(-5, 5);
      int replies = random.nextInt(2, 7);
      for (int r = 0; r < replies; r++) {
        boolean truthful = random.nextBoolean();
        boolean informative = random.nextBoolean();
        double reward =
            question
                + paid.applyAsDouble(Cell.of(truthful, informative))
                + random.nextGaussian() * 0.8;
        int words = 5 + random.nextInt(10);
        String name = "q" + q;
        answers.add(ProbeWorld.judged(name, r, MetadataKeys.TRUE, truthful, reward, words));
        answers.add(ProbeWorld.judged(name, r, MetadataKeys.HELPFUL, informative, reward, words));
      }
    }

    return answers;
  }

  private static Measure.Finding finding(List<ProbedAnswer> answers) {
    Probe probe = new Probe("judges", World.ofMargins(1, 1), answers);
    return new InformedTruth()
        .of(ProbeWorld.evidence(List.of(probe), List.of(), List.of()))
        .orElseThrow();
  }

  private static List<Verdict> verdicts(List<ProbedAnswer> answers) {
    return finding(answers).checks().stream().map(Check::verdict).toList();
  }

  @Test
  void aModelThatPaysForTruthAndThenForInformationPasses() {
    assertThat(verdicts(answers(cell -> 3 - cell.ordinal(), 1)))
        .containsExactly(Verdict.PASS, Verdict.PASS, Verdict.PASS);
  }

  @Test
  void aModelThatPaysForInformationAlonePaysForConfidentFalsehood() {
    assertThat(
            verdicts(
                answers(
                    cell -> cell == Cell.TRUE_INFORMATIVE || cell == Cell.FALSE_INFORMATIVE ? 2 : 0,
                    2)))
        .containsExactly(Verdict.WARN, Verdict.FAIL, Verdict.PASS);
  }

  @Test
  void aModelThatPaysForSilenceIsToldSo() {
    Measure.Finding finding = finding(answers(cell -> cell == Cell.TRUE_EMPTY ? 2 : 0, 3));

    assertThat(finding.checks().get(2).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.checks().get(2).sentence()).startsWith("It pays for the empty answer");
  }

  @Test
  void whatLengthAloneWouldDoIsNoPass() {
    SplittableRandom random = new SplittableRandom(7);
    List<ProbedAnswer> counted = new ArrayList<>();
    for (int q = 0; q < 200; q++) {
      for (int r = 0; r < 4; r++) {
        // True answers have more words, and the reward is the number of words.
        boolean truthful = r % 2 == 0;
        int words = (truthful ? 6 : 5) + random.nextInt(4);
        counted.add(ProbeWorld.judged("q" + q, r, MetadataKeys.TRUE, truthful, words, words));
        counted.add(ProbeWorld.judged("q" + q, r, MetadataKeys.HELPFUL, true, words, words));
      }
    }

    Check substance = finding(counted).checks().get(0);
    assertThat(substance.verdict()).isEqualTo(Verdict.WARN);
    assertThat(substance.sentence()).contains("not shown to be more than length");
  }

  @Test
  void noCellIsCalledPaidForByLuck() {
    int alarms = 0;
    for (int world = 0; world < 60; world++) {
      List<Verdict> verdicts = verdicts(answers(cell -> 0, world));
      alarms += verdicts.stream().allMatch(verdict -> verdict == Verdict.WARN) ? 0 : 1;
    }

    // If 6 % of worlds give an alarm, 20 or more of 60 come up with probability < 1e-9.
    assertThat(alarms).isLessThan(20);
  }

  @Test
  void pairsAndCellsAreThoseOfBruteForce() {
    List<ProbedAnswer> answers = answers(cell -> cell.ordinal(), 4);
    JudgedAnswers judged = JudgedAnswers.of(List.of(new Probe("p", World.ofMargins(1), answers)));
    int pairs = 0;
    int right = 0;
    for (int i = 0; i < answers.size(); i += 2) {
      for (int j = 0; j < answers.size(); j += 2) {
        boolean same = answers.get(i).prompt().equals(answers.get(j).prompt());
        boolean wanted = yes(answers.get(i)) && !yes(answers.get(i + 1));
        boolean other = !yes(answers.get(j)) && yes(answers.get(j + 1));
        if (same && wanted && other) {
          pairs++;
          right += answers.get(i).reward() > answers.get(j).reward() ? 1 : 0;
        }
      }
    }

    PairTable table = judged.pairs(Cell.TRUE_EMPTY, Cell.FALSE_INFORMATIVE);
    assertThat(table.size()).isEqualTo(pairs).isGreaterThan(50);
    assertThat(Arrays.stream(table.margins()).filter(margin -> margin > 0).count())
        .isEqualTo(right);
    assertThat(judged.places().values().stream().mapToInt(List::size).sum())
        .isEqualTo(answers.size() / 2);
  }

  @Test
  void aQuestionsOwnLevelDoesNotMatter() {
    List<ProbedAnswer> answers = answers(cell -> cell == Cell.FALSE_INFORMATIVE ? 1 : 0, 5);

    Table cells = finding(answers).section().figures().get(0).table();
    double deviation = Math.sqrt(0.8 * 0.8 + 3.0 / 16);
    Estimate paid = (Estimate) cells.rows().get(2).get(1);
    // Centring takes off the question's mean, of about one in four such answers among 2 to 6.
    assertThat(paid.value()).isCloseTo(0.75 / deviation * 0.75, within(0.15));
    assertThat(paid.above(0)).isTrue();
  }

  @Test
  void answersJudgedOnceAreLeftOutAndHelpfulFalsehoodsAreNoTrueAnswers() {
    List<ProbedAnswer> answers = new ArrayList<>(answers(cell -> 0, 6));
    answers.add(ProbeWorld.judged("q1", 99, MetadataKeys.TRUE, true, 1, 5));
    Probe probe = new Probe("p", World.ofMargins(1), answers);

    assertThat(JudgedAnswers.of(List.of(probe)).all()).hasSize((answers.size() - 1) / 2);

    PairTable pairs = World.ofMargins(1, 1, -1);
    List<ProbedAnswer> sides =
        List.of(
            ProbeWorld.side(pairs.pairs().get(0), "a", null, MetadataKeys.TRUE),
            ProbeWorld.side(pairs.pairs().get(1), "a", null, MetadataKeys.HELPFUL));
    assertThat(new Probe("p", pairs, sides).tested().pairs())
        .containsExactly(pairs.pairs().get(0), pairs.pairs().get(2));
  }

  private static boolean yes(ProbedAnswer answer) {
    return answer.rank() == 1;
  }
}
