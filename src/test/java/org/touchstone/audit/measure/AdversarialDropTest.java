package org.touchstone.audit.measure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.report.Estimate;
import org.touchstone.report.Verdict;

class AdversarialDropTest {

  private static Measure.Finding finding(double natural, double adversarial, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      String source = i < 120 ? "natural" : "adversarial_" + i % 2;
      double right = i < 120 ? natural : adversarial;
      double margin = random.nextDouble() < right ? 1 : -1;
      pairs.add(World.pair(i, "q" + i, source, margin, i < 120 ? 1 : -1));
    }

    Probe probe = new Probe("A probe", PairTable.of(pairs));
    return new AdversarialDrop()
        .of(ProbeWorld.evidence(List.of(), List.of(probe), List.of()))
        .orElseThrow();
  }

  @Test
  void aModelThatIsMisledIsFoundAndTheDifferenceIsThatOfTheMeans() {
    Measure.Finding finding = finding(0.8, 0.4, 1);

    assertThat(finding.checks().get(0).id()).isEqualTo("adversarial-drop-a-probe");
    assertThat(finding.checks().get(0).verdict()).isEqualTo(Verdict.WARN);
    List<Object> row = finding.section().figures().get(0).table().rows().get(0);
    double natural = requireNonNull(((Estimate) row.get(1)).value());
    double adversarial = requireNonNull(((Estimate) row.get(2)).value());
    assertThat(((Estimate) row.get(3)).value()).isCloseTo(natural - adversarial, within(1e-12));
    assertThat(((Estimate) row.get(4)).value()).isCloseTo(1.0, within(1e-12));
  }

  @Test
  void aModelThatIsNotGivesFewAlarms() {
    int alarms = 0;
    for (int world = 0; world < 100; world++) {
      alarms += finding(0.6, 0.6, world).checks().get(0).verdict() == Verdict.PASS ? 0 : 1;
    }

    // If 3 % of worlds give an alarm, 19 or more of 100 come up with probability < 1e-9.
    assertThat(alarms).isLessThan(19);
  }

  @Test
  void aProbeOfOneKindHasNoDifference() {
    Probe natural = new Probe("p", World.ofMargins(1, 1));

    assertThat(
            new AdversarialDrop().of(ProbeWorld.evidence(List.of(), List.of(natural), List.of())))
        .isEmpty();
  }
}
