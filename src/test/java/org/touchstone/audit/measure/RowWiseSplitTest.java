package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.report.Estimate;

class RowWiseSplitTest {

  /** Four rows of every second prompt, one of each other; those of four are learned by heart. */
  private static List<PairTable> judged(double atHome) {
    SplittableRandom random = new SplittableRandom(41);
    List<ScoredPair> own = new ArrayList<>();
    List<ScoredPair> leaky = new ArrayList<>();
    for (int cluster = 0; cluster < 600; cluster++) {
      int rows = cluster % 2 == 0 ? 4 : 1;
      for (int row = 0; row < rows; row++) {
        int id = 10 * cluster + row;
        double right = rows == 4 ? atHome : 0.6;
        own.add(World.pair(id, "c" + cluster, "s", random.nextDouble() < 0.6 ? 1 : -1, 0));
        leaky.add(World.pair(id, "c" + cluster, "s", random.nextDouble() < right ? 1 : -1, 0));
      }
    }

    return List.of(PairTable.of(own), PairTable.of(leaky));
  }

  private static List<List<@Nullable Object>> rows(List<PairTable> judged) {
    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", judged.get(0));
    Evidence evidence =
        new Evidence(
            AuditSettings.DEFAULT,
            audited,
            List.of(audited),
            List.of(),
            Further.builder().rowWise(Optional.of(judged.get(1))).build(),
            shown -> List.of());
    return new RowWiseSplit().of(evidence).orElseThrow().section().figures().get(0).table().rows();
  }

  @Test
  void aLeakShowsAndMostWherePromptsHaveSeveralRows() {
    List<List<@Nullable Object>> rows = rows(judged(0.9));

    Estimate all = (Estimate) rows.get(0).get(1);
    Estimate together = (Estimate) rows.get(1).get(1);
    assertThat(all).isNotNull().satisfies(gain -> assertThat(gain.above(0.15)).isTrue());
    assertThat(together).isNotNull().satisfies(gain -> assertThat(gain.above(0.24)).isTrue());
    assertThat(rows.get(1).get(4)).isEqualTo(1_200);
  }

  @Test
  void withoutALeakThereIsNoClaim() {
    Estimate all = (Estimate) rows(judged(0.6)).get(0).get(1);

    assertThat(all).isNotNull().satisfies(gain -> assertThat(gain.above(0)).isFalse());
    assertThat(all).isNotNull().satisfies(gain -> assertThat(gain.below(0)).isFalse());
  }
}
