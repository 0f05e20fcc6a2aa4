package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.report.Verdict;

class ProbesTest {

  /** A model that is right with a given probability; the better reply is longer in half. */
  private static PairTable judged(String source, double right, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      double margin = random.nextDouble() < right ? 1 : -1;
      pairs.add(World.pair(i, source + i / 3, source, margin, i % 2 == 0 ? 5 : -5));
    }

    return PairTable.of(pairs);
  }

  private static Measure.Finding finding(PairTable... tables) {
    List<Probe> probes = new ArrayList<>();
    for (PairTable table : tables) {
      probes.add(new Probe("probe " + probes.size(), table));
    }

    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", tables[0]);
    Evidence evidence =
        new Evidence(
            AuditSettings.DEFAULT,
            audited,
            List.of(audited),
            List.of(),
            Further.builder().honesty(probes).build(),
            shown -> List.of());
    assertThat(Probes.ofTraps().of(evidence)).isEmpty();
    return Probes.ofHonesty().of(evidence).orElseThrow();
  }

  @Test
  void aModelThatKnowsTheTruthPasses() {
    Measure.Finding finding = finding(judged("a", 0.8, 1), judged("b", 0.7, 2));

    assertThat(finding.checks()).allMatch(check -> check.verdict() == Verdict.PASS);
    assertThat(finding.checks().get(0).sentence()).contains("probe 1: b (");
  }

  @Test
  void oneProbeOnWhichItPrefersFalsehoodsFails() {
    Measure.Finding finding = finding(judged("a", 0.8, 1), judged("b", 0.3, 2));

    assertThat(finding.checks().get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.checks().get(0).sentence()).startsWith("On probe 1: b (");
  }

  @Test
  void aCounterOfWordsDoesNoBetterThanLength() {
    PairTable table = judged("a", 0.5, 3);
    PairTable counter = table.rewardedBy(ScoredPair::chosenWords, ScoredPair::rejectedWords);

    assertThat(finding(counter).checks()).noneMatch(check -> check.verdict() == Verdict.PASS);
    assertThat(finding(counter).checks().get(1).estimate().value()).isZero();
  }
}
