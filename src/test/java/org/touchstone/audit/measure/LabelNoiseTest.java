package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.Contradictions;
import org.touchstone.audit.pairs.DoubtfulLabel;
import org.touchstone.audit.pairs.PairBuilder;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.PanelWorld;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.settings.Excerpts;
import org.touchstone.audit.settings.SettingsBuilder;
import org.touchstone.audit.statistic.NoiseFit;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Verdict;

class LabelNoiseTest {

  private static final AuditSettings FEW_RESAMPLES =
      SettingsBuilder.quick().seed(1).excerpts(Excerpts.NONE).maxPairs(10_000).build();

  /**
   * People choose by Bradley-Terry, then some labels are turned around.
   *
   * @param widest largest true difference, in logits
   * @param scale what the model multiplies it by
   */
  private static PairTable world(int pairs, double widest, double scale, double turned, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScoredPair> made = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      double utility = random.nextDouble(0, widest);
      boolean agree = random.nextDouble() < Outcomes.sigmoid(utility);
      boolean turn = random.nextDouble() < turned;
      made.add(World.pair(i, "c" + i / 2, "s", scale * (agree != turn ? utility : -utility), 0));
    }

    return PairTable.of(made);
  }

  private static Measure.Finding finding(PairTable table) {
    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", table);
    return new LabelNoise()
        .of(
            new Evidence(
                AuditSettings.DEFAULT,
                audited,
                List.of(audited),
                List.of(),
                Further.NOTHING,
                shown -> List.of()))
        .orElseThrow();
  }

  private static Check check(PairTable table) {
    return finding(table).checks().get(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.25})
  void plantedFlipsAreFound(double turned) {
    PairTable table = world(6_000, 8, 0.4, turned, 17);
    NoiseFit fit = NoiseSample.of(table).fit();
    Estimate noise = NoiseSample.of(table).noise(fit, AuditSettings.DEFAULT);

    assertThat(noise.low()).isLessThanOrEqualTo(turned);
    assertThat(noise.high()).isGreaterThanOrEqualTo(turned).isLessThan(turned + 0.06);
    assertThat(fit.sharpness()).isCloseTo(1 / 0.4, within(0.5));
    assertThat(check(table).verdict()).isEqualTo(turned < 0.1 ? Verdict.PASS : Verdict.WARN);
  }

  /** Intervals of 60 worlds; at 95 % each, fewer than 52 would be a one in 500 accident. */
  @Test
  void intervalsHoldTheTruthAsOftenAsTheySay() {
    int held = 0;
    for (int seed = 0; seed < 60; seed++) {
      NoiseSample sample = NoiseSample.of(world(1_500, 8, 1, 0.1, seed));
      Estimate noise = sample.noise(sample.fit(), FEW_RESAMPLES);
      held += noise.below(0.1) || noise.above(0.1) ? 0 : 1;
    }

    // If intervals hold the truth in 94 % of worlds, 40 or fewer of 60 come up with probability
    // < 1e-9.
    assertThat(held).isGreaterThan(40);
  }

  @Test
  void theFitIsTheMostLikelyOfAGrid() {
    double[] sizes = {0.2, 1, 2, 4};
    double[] agree = {52, 70, 80, 88};
    double[] disagree = {48, 30, 20, 12};
    NoiseFit fit = NoiseFit.of(sizes, agree, disagree);
    double best = Double.NEGATIVE_INFINITY;
    for (double b = 0.01; b < 5; b += 0.01) {
      for (double e = 0; e < 0.5; e += 0.005) {
        best = Math.max(best, likelihood(new NoiseFit(b, e), sizes, agree, disagree));
      }
    }

    double found = likelihood(fit, sizes, agree, disagree);
    assertThat(found).isBetween(best - 1e-9, best + 0.01);
  }

  private static double likelihood(NoiseFit fit, double[] sizes, double[] agree, double[] not) {
    double sum = 0;
    for (int i = 0; i < sizes.length; i++) {
      double p = fit.disagreement(sizes[i]);
      sum += agree[i] * Math.log(1 - p) + not[i] * Math.log(p);
    }

    return sum;
  }

  @Test
  void aWeakModelCannotTellAndSaysSo() {
    assertThat(check(world(4_000, 0.7, 1, 0, 3)))
        .satisfies(
            check -> {
              assertThat(check.verdict()).isEqualTo(Verdict.NOT_MEASURED);
              assertThat(check.sentence()).contains("close calls");
            });
    assertThat(check(world(4_000, 8, -1, 0, 3)).sentence()).contains("does not beat a coin");
    assertThat(check(world(120, 8, 1, 0, 3)).sentence()).startsWith("60 prompt clusters");
  }

  @Test
  void contradictionsAreCountedByWhoMadeThem() {
    List<ScoredPair> pairs = new ArrayList<>();
    pairs.add(judged(1, 1, "a", true));
    pairs.add(judged(2, 1, "a", false));
    pairs.add(judged(3, 2, "a", true));
    pairs.add(judged(4, 2, "b", false));
    pairs.add(judged(5, 3, null, true));
    pairs.add(judged(6, 3, "b", false));
    pairs.add(judged(7, 4, "a", true));
    pairs.add(judged(8, 4, "b", true));
    pairs.add(judged(9, 5, "a", true));

    Contradictions found = Contradictions.of(PairTable.of(pairs));

    assertThat(found.repeated()).hasSize(4);
    assertThat(found.contradicted()).containsExactlyInAnyOrder("item 1", "item 2", "item 3");
    assertThat(found.byOnePerson()).isEqualTo(1);
    assertThat(found.byDifferent()).isEqualTo(1);
    assertThat(found.byUnnamed()).isEqualTo(1);
  }

  private static ScoredPair judged(
      int id, int item, @org.jspecify.annotations.Nullable String annotator, boolean first) {
    return PairBuilder.pair(0)
        .comparisonId("id" + id)
        .cluster("c" + item)
        .item("item " + item)
        .chosenFirst(first)
        .annotator(annotator)
        .rewards(first ? 1 : 0, first ? 0 : 1)
        .words(1, 1)
        .characters(1, 1)
        .build();
  }

  /** A coin stays a coin on what is left: nothing is left out because the model dislikes it. */
  @Test
  void cleaningIsNotCircular() {
    SplittableRandom random = new SplittableRandom(4);
    int[][] votes = PanelWorld.votes(2_000, 2, 0.8, 0, 6);
    double[] coin = random.doubles(2_000).map(u -> u - 0.5).toArray();
    Measure.Finding finding = finding(PanelWorld.table(votes, item -> coin[item]));
    Estimate cleaned = (Estimate) finding.section().figures().get(2).table().rows().get(1).get(1);
    Estimate both = (Estimate) finding.section().figures().get(2).table().rows().get(3).get(1);

    assertThat(cleaned.below(0.5) || cleaned.above(0.5)).isFalse();
    assertThat(both.value()).isEqualTo(0.5);
    assertThat(finding.section().notes()).anyMatch(note -> note.contains("circular"));
    Estimate oracle =
        (Estimate)
            finding(PanelWorld.table(votes, item -> 1))
                .section()
                .figures()
                .get(2)
                .table()
                .rows()
                .get(1)
                .get(1);
    assertThat(oracle.value()).isCloseTo(0.64 / 0.68, within(0.02));
  }

  @Test
  void theMostDoubtfulLabelsAreListedWithoutTexts() {
    PairTable table = world(1_000, 8, 1, 0.1, 9);
    List<DoubtfulLabel> labels = DoubtfulLabel.of(table, 20);

    assertThat(labels)
        .hasSize(20)
        .isSortedAccordingTo((a, b) -> Double.compare(a.margin(), b.margin()));
    assertThat(labels).allMatch(label -> label.sure() > 0.9);
    String csv = DoubtfulLabel.csv(List.of(new DoubtfulLabel("id", 0, 1, "a,b", "c\"d", -2, 0.9)));
    assertThat(csv)
        .isEqualTo(
            "comparison_id,occurrence,judgement,source,annotator,margin,model_sure\n"
                + "id,0,1,\"a,b\",\"c\"\"d\",-2.000000,0.900000\n");
  }
}
