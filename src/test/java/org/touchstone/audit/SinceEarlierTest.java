package org.touchstone.audit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.measure.Further;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Answer;
import org.touchstone.report.Check;
import org.touchstone.report.Estimate;
import org.touchstone.report.Format;
import org.touchstone.report.ReportPage;
import org.touchstone.report.ReportSchema;
import org.touchstone.report.TerminalTable;
import org.touchstone.report.Verdict;

class SinceEarlierTest {

  private static final Provenance PROVENANCE =
      new Provenance("A test", "made up", "2026-11-20T08:00:00Z", "0.1.0", Map.of());

  /** With every measure. */
  private static AuditReport report(PairTable pairs, String digest) {
    return Examination.of(
        models(pairs, digest),
        List.of(),
        AuditSettings.DEFAULT,
        PROVENANCE,
        Further.NOTHING,
        chosen -> List.of());
  }

  /** With standings alone, which takes a hundredth of the time. */
  private static AuditReport standings(PairTable pairs, String digest) {
    Contender audited = models(pairs, digest).get(0);
    return new AuditReport(
        AuditReport.VERSION,
        PROVENANCE,
        AuditSettings.DEFAULT,
        List.of(),
        null,
        List.of(),
        List.of(),
        Stream.of(audited, Contender.longerWins(pairs))
            .map(contender -> Standing.of(contender, audited, AuditSettings.DEFAULT))
            .toList(),
        List.of(),
        List.of(),
        List.of());
  }

  private static List<Contender> models(PairTable pairs, String digest) {
    return List.of(new Contender("decoder", Contender.Kind.AUDITED, digest, pairs));
  }

  private static AuditReport since(PairTable then, PairTable now) {
    return since(standings(then, "d0"), then, standings(now, "d1"), now);
  }

  private static AuditReport sinceInFull(PairTable then, PairTable now) {
    AuditReport report = since(report(then, "d0"), then, report(now, "d1"), now);
    ReportSchema.read(report.json(), "report.json");
    return report;
  }

  private static AuditReport since(
      AuditReport before, PairTable then, AuditReport after, PairTable now) {
    Earlier earlier = new Earlier("work/then", before.tree(), Map.of("decoder", then));
    return SinceEarlier.added(after, models(now, "d1"), earlier, AuditSettings.DEFAULT);
  }

  /** The same pairs, on some of which the model changes its mind. */
  private static PairTable worse(PairTable pairs, double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return pairs.rewardedBy(
        pair -> random.nextDouble() < share ? -Math.abs(pair.margin()) : pair.margin(), pair -> 0);
  }

  /** The same pairs as another model sees them, no better and no worse. */
  private static PairTable retrained(PairTable pairs, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return pairs.rewardedBy(
        pair -> {
          boolean right = random.nextDouble() < 0.65;
          return (right ? 1 : -1) * random.nextDouble(0.1, 1.2);
        },
        pair -> 0);
  }

  /** Pairs of other prompts. */
  private static List<ScoredPair> elsewhere() {
    return World.bradleyTerry(700, 1, 4).pairs().stream()
        .map(
            pair ->
                World.pair(
                    900_000 + Integer.parseInt(pair.comparisonId(), 16),
                    "n" + pair.promptCluster(),
                    "s",
                    pair.margin(),
                    3))
        .toList();
  }

  private static Check check(AuditReport report, String id) {
    return report.checks().stream().filter(c -> c.id().equals(id)).findFirst().orElseThrow();
  }

  private static Answer answer(AuditReport report) {
    return requireNonNull(report.since());
  }

  @Test
  void theSameModelTwiceHasNotChanged() {
    PairTable pairs = World.bradleyTerry(800, 1, 3);
    AuditReport report = since(pairs, pairs);

    assertThat(answer(report).verdict()).isEqualTo(Verdict.PASS);
    Estimate change = check(report, "no-accuracy-drop").estimate();
    assertThat(change.value()).isZero();
    assertThat(change.low()).isZero();
    assertThat(change.n()).isEqualTo(pairs.size());
    assertThat(check(report, "nothing-worse").sentence())
        .contains("none got worse", "0 got better");
    assertThat(report.sections().get(0).answer()).contains("No verdict changed.");
  }

  @Test
  void aSlightlyWorseModelIsFoundOnTheSamePairs() {
    PairTable then = World.bradleyTerry(2_000, 1, 3);
    PairTable now = worse(then, 0.02, 7);
    AuditReport report = since(then, now);

    Check drop = check(report, "no-accuracy-drop");
    double truth =
        Arrays.stream(Outcomes.of(now.margins(), Outcomes::correct)).average().orElseThrow()
            - Arrays.stream(Outcomes.of(then.margins(), Outcomes::correct)).average().orElseThrow();
    assertThat(drop.estimate().value()).isCloseTo(truth, within(1e-12)).isNegative();
    assertThat(drop.estimate().below(0)).isTrue();
    assertThat(drop.verdict()).isEqualTo(Verdict.WARN);
    assertThat(check(report, "nothing-worse").sentence()).contains("accuracy (", "log loss (");
    assertThat(answer(report).question()).contains("2026-11-20");
    // Side by side, without pairing, the two intervals overlap: nobody would have seen it.
    assertThat(requireNonNull(report.standings().get(0).accuracy().high()))
        .isGreaterThan(requireNonNull(standings(then, "d0").standings().get(0).accuracy().low()));
  }

  @Test
  void aDropBeyondTheThresholdFails() {
    PairTable then = World.bradleyTerry(1_000, 1, 3);
    AuditReport report = sinceInFull(then, worse(then, 0.12, 7));

    assertThat(check(report, "no-accuracy-drop").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(report.failed()).isTrue();
    assertThat(answer(report).sentence()).contains("a drop of surely more than 2.0");
    assertThat(report.checks().get(0).id()).isEqualTo("no-accuracy-drop");
    String page = ReportPage.render(report.tree());
    assertThat(page).contains("Did it get worse since the audit of 2026-11-20?", "Then and now");
    assertThat(TerminalTable.since(report.tree())).contains("2026-11-20?  FAIL", "On the same");
  }

  @Test
  void otherPairsAreComparedUnpaired() {
    PairTable then = World.bradleyTerry(800, 1, 3);
    AuditReport report = since(then, PairTable.of(elsewhere()));

    Check drop = check(report, "no-accuracy-drop");
    assertThat(drop.sentence()).startsWith("On other pairs than then");
    Estimate before = standings(then, "d0").standings().get(0).accuracy();
    Estimate after = report.standings().get(0).accuracy();
    assertThat(drop.estimate().value())
        .isCloseTo(requireNonNull(after.value()) - requireNonNull(before.value()), within(1e-12));
    double error =
        Math.hypot(requireNonNull(before.standardError()), requireNonNull(after.standardError()));
    double half =
        (requireNonNull(drop.estimate().high()) - requireNonNull(drop.estimate().low())) / 2;
    assertThat(half).isCloseTo(1.96 * error, within(0.1 * 1.96 * error));
  }

  @Test
  void fewSharedPairsAreNoReasonToPair() {
    PairTable then = World.bradleyTerry(800, 1, 3);
    PairTable now = then.where(pair -> pair.promptCluster().hashCode() % 3 == 0);
    PairTable few = then.where(pair -> pair.promptCluster().endsWith("3"));

    assertThat(check(since(then, now), "no-accuracy-drop").sentence())
        .startsWith("On the same %d pairs".formatted(now.size()));
    PairTable mixed =
        PairTable.of(Stream.concat(few.pairs().stream(), elsewhere().stream()).toList());
    assertThat(check(since(then, mixed), "no-accuracy-drop").sentence())
        .startsWith("On other pairs than then");
  }

  @Test
  void anUnpairedChangeIsThatOfTwoNormalNumbers() {
    Estimate then = new Estimate(0.60, 0.60 - 0.0196, 0.60 + 0.0196, 0.01, 100, 90, "m", null);
    Estimate now = new Estimate(0.57, 0.57 - 0.0392, 0.57 + 0.0392, 0.02, 100, 90, "m", null);
    Change change = Change.unpaired("x", Better.HIGHER, Format.PERCENT, then, now);

    double error = Math.sqrt(0.01 * 0.01 + 0.02 * 0.02);
    assertThat(change.difference().value()).isCloseTo(-0.03, within(1e-12));
    assertThat(change.difference().low()).isCloseTo(-0.03 - 1.96 * error, within(1e-6));
    assertThat(change.difference().standardError()).isCloseTo(error, within(1e-5));
    assertThat(change.p())
        .isCloseTo(
            2 * NormalDistribution.of(0, 1).cumulativeProbability(-0.03 / error), within(1e-3));
    assertThat(change.worse(0.04)).isTrue();
    assertThat(change.worse(0.06)).isFalse();
  }

  @Test
  void numbersNearZeroAreComparedBySize() {
    Estimate then = new Estimate(0.1, 0.05, 0.15, 0.025, 100, 90, "m", null);
    Estimate now = new Estimate(-0.5, -0.55, -0.45, 0.025, 100, 90, "m", null);
    Change change = Change.unpaired("x", Better.NEAR_ZERO, Format.DECIMAL, then, now);

    assertThat(change.difference().value()).isCloseTo(0.4, within(1e-12));
    assertThat(change.worse(change.p())).isTrue();
  }

  @Test
  void verdictsThatChangedAreListed() {
    PairTable then = World.bradleyTerry(800, 1, 3);
    AuditReport report = sinceInFull(then, then.rewardedBy(pair -> 3 * pair.margin(), pair -> 0));

    assertThat(report.sections().get(0).figures())
        .filteredOn(figure -> figure.id().equals("since-verdicts"))
        .singleElement()
        .satisfies(
            figure ->
                assertThat(figure.table().rows())
                    .anySatisfy(
                        row ->
                            assertThat(row)
                                .containsExactly(
                                    "Is it right as often as it is sure?",
                                    "PASS",
                                    "FAIL",
                                    "worse")));
    assertThat(check(report, "no-accuracy-drop").verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void twoModelsOfOneQualityAreToldApartInAtMostOneAuditInTwenty() {
    int alarms = 0;
    int failures = 0;
    int worlds = Integer.getInteger("touchstone.worlds", 100);
    for (int seed = 0; seed < worlds; seed++) {
      PairTable pairs = World.bradleyTerry(300, 1, 100 + seed);
      AuditReport report = since(retrained(pairs, 2L * seed), retrained(pairs, 2L * seed + 1));
      alarms += check(report, "nothing-worse").verdict() == Verdict.WARN ? 1 : 0;
      failures += check(report, "no-accuracy-drop").verdict() == Verdict.FAIL ? 1 : 0;
    }

    assertThat(alarms).isLessThanOrEqualTo(worlds / 20);
    assertThat(failures).isLessThanOrEqualTo(worlds / 20);
  }
}
