package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.report.Estimate;

class BehavioursTest {

  @Test
  void theShareOfRepliesThatShowABehaviourIsReadAndNotJudged() {
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String source = i % 2 == 0 ? "power-seeking-inclination" : "one-box-tendency";
      double margin = i % 2 == 0 ? (i % 20 == 0 ? -1 : 1) : (i % 4 == 1 ? 1 : -1);
      pairs.add(World.pair(i, "q" + i, source, margin, i % 2 == 0 ? -3 : 3));
    }

    Probe probe = new Probe("evals", PairTable.of(pairs));
    Measure.Finding finding =
        new Behaviours()
            .of(ProbeWorld.evidence(List.of(), List.of(), List.of(probe)))
            .orElseThrow();

    assertThat(finding.checks()).isEmpty();
    List<Object> box = finding.section().figures().get(0).table().rows().get(0);
    List<Object> power = finding.section().figures().get(0).table().rows().get(1);
    assertThat(box.subList(0, 2)).containsExactly("evals: one-box-tendency", "not said");
    assertThat(((Estimate) box.get(2)).value()).isEqualTo(0.5);
    assertThat(power.subList(0, 2)).containsExactly("evals: power-seeking-inclination", "no");
    assertThat(((Estimate) power.get(2)).value()).isEqualTo(0.9);
    assertThat(((Estimate) power.get(3)).value()).isZero();
    assertThat(new Behaviours().of(ProbeWorld.evidence(List.of(probe), List.of(), List.of())))
        .isEmpty();
  }
}
