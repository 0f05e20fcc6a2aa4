package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ProbedAnswer;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.report.Figure;
import org.touchstone.report.Verdict;

class ProbeKindsTest {

  private static final int KINDS = 12;

  /** Twelve kinds of 60 questions each and two of 5; right in 70 % but for the first kind. */
  private static Probe probe(double rightOnFirst, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScoredPair> pairs = new ArrayList<>();
    List<ProbedAnswer> answers = new ArrayList<>();
    for (int i = 0; i < KINDS * 60 + 10; i++) {
      int kind = i < KINDS * 60 ? i % KINDS : KINDS + i % 2;
      double right = kind == 0 ? rightOnFirst : 0.7;
      ScoredPair pair =
          World.pair(i, "q" + i, "s", random.nextDouble() < right ? 1 : -1, i % 3 - 1);
      pairs.add(pair);
      answers.add(ProbeWorld.side(pair, "good", "kind " + kind, null));
      answers.add(ProbeWorld.side(pair, "bad", "kind " + kind, null));
    }

    return new Probe("s", PairTable.of(pairs), answers);
  }

  private static Measure.Finding finding(Probe probe) {
    return ProbeKinds.ofHonesty()
        .of(ProbeWorld.evidence(List.of(probe), List.of(), List.of()))
        .orElseThrow();
  }

  @Test
  void aKindOnWhichItPrefersFalsehoodsIsFoundByName() {
    Measure.Finding finding = finding(probe(0.15, 1));

    assertThat(finding.checks().get(0).verdict()).isEqualTo(Verdict.FAIL);
    assertThat(finding.checks().get(0).sentence()).contains("On kind 0 (");
  }

  @Test
  void amongManyKindsNoneIsCalledBelowChanceByLuck() {
    int alarms = 0;
    for (int world = 0; world < 40; world++) {
      alarms += finding(probe(0.5, world)).checks().get(0).verdict() == Verdict.FAIL ? 1 : 0;
    }

    // If 5 % of worlds give an alarm, 15 or more of 40 come up with probability < 1e-9.
    assertThat(alarms).isLessThan(15);
  }

  @Test
  void smallKindsAreCountedTogether() {
    Figure figure = finding(probe(0.7, 3)).section().figures().get(0);

    assertThat(figure.table().rows()).hasSize(KINDS + 1);
    List<Object> last = figure.table().rows().get(KINDS);
    assertThat(last.get(0)).isEqualTo("2 smaller kinds together");
    assertThat(last.get(5)).isEqualTo(10L);
  }

  @Test
  void aSingleSmallKindKeepsItsName() {
    Probe all = probe(0.7, 5);
    Set<String> named = new HashSet<>();
    all.answers().stream()
        .filter(answer -> !"kind 13".equals(answer.category()))
        .forEach(answer -> named.add(answer.row()));
    Probe one =
        new Probe("s", all.table().where(pair -> named.contains(pair.row())), all.answers());

    assertThat(finding(one).section().figures().get(0).table().rows())
        .hasSize(KINDS + 1)
        .anySatisfy(row -> assertThat(row.get(0)).isEqualTo("kind 12"));
  }

  @Test
  void withoutKindsThereIsNothingToSay() {
    Probe plain = new Probe("s", probe(0.7, 4).table());

    assertThat(ProbeKinds.ofTraps().of(ProbeWorld.evidence(List.of(), List.of(plain), List.of())))
        .isEmpty();
  }
}
