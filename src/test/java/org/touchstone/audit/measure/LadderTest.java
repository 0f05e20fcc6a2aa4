package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.ModelCost;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.pairs.World;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.report.Check;
import org.touchstone.report.Verdict;

class LadderTest {

  private static final int PAIRS = 4_000;

  /** A model that is right with a given probability, whatever the others do. */
  private static PairTable model(double right, long seed) {
    return model(right, PAIRS, seed);
  }

  private static PairTable model(double right, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pairs.add(World.pair(i, "c" + i / 2, "s", random.nextDouble() < right ? 1 : -1, 0));
    }

    return PairTable.of(pairs);
  }

  private static Measure.Finding ladder(
      PairTable audited, PairTable other, long ownSize, long otherSize) {
    Contender first = new Contender("own", Contender.Kind.AUDITED, "d", audited);
    Contender second = new Contender("other", Contender.Kind.MODEL, "e", other);
    Evidence evidence =
        new Evidence(
            AuditSettings.DEFAULT,
            first,
            List.of(first, second, Contender.longerWins(audited)),
            List.of(),
            Further.builder()
                .costs(
                    List.of(
                        new ModelCost("own", ownSize, 900L, 10.0, 4_000.0),
                        new ModelCost("other", otherSize, 900L, 400.0, 50.0)))
                .build(),
            shown -> List.of());
    return new Ladder().of(evidence).orElseThrow();
  }

  private static Check check(Measure.Finding finding, String id) {
    return finding.checks().stream()
        .filter(check -> check.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aBetterLargerModelIsAFailAndAWorseOneAPass() {
    assertThat(
            check(ladder(model(0.6, 1), model(0.7, 2), 10, 1_000), "no-larger-is-better").verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(
            check(ladder(model(0.7, 1), model(0.6, 2), 10, 1_000), "no-larger-is-better").verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(
            check(
                    ladder(model(0.65, 400, 1), model(0.65, 400, 8), 10, 1_000),
                    "no-larger-is-better")
                .verdict())
        .isEqualTo(Verdict.WARN);
  }

  @Test
  void theLargerOfTwoMustBeWorthItsSize() {
    assertThat(check(ladder(model(0.7, 1), model(0.6, 2), 1_000, 10), "worth-its-size").verdict())
        .isEqualTo(Verdict.PASS);
    assertThat(check(ladder(model(0.6, 1), model(0.7, 2), 1_000, 10), "worth-its-size").verdict())
        .isEqualTo(Verdict.FAIL);
    assertThat(ladder(model(0.6, 1), model(0.7, 2), 1_000, 10).checks()).hasSize(1);
  }

  @Test
  void theTableGoesFromTheRulesToTheLargestModelAndNamesWhatIsBeatenInBoth() {
    Measure.Finding finding = ladder(model(0.7, 1), model(0.6, 2), 10, 1_000);

    assertThat(finding.section().figures().get(0).table().rows())
        .extracting(row -> row.get(0))
        .containsExactly(Contender.LONGER_WINS, "own", "other");
    assertThat(finding.section().figures().get(1).table().rows())
        .extracting(row -> row.get(0), row -> row.get(1), row -> row.get(4))
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("own", 0.25, "no"),
            org.assertj.core.groups.Tuple.tuple("other", 20.0, "yes"));
  }

  @Test
  void withoutSizesThereIsNoLadder() {
    Contender first = new Contender("own", Contender.Kind.AUDITED, "d", model(0.6, 1));
    Contender second = new Contender("other", Contender.Kind.MODEL, "e", model(0.6, 2));
    Evidence evidence =
        new Evidence(
            AuditSettings.DEFAULT,
            first,
            List.of(first, second),
            List.of(),
            Further.NOTHING,
            shown -> List.of());
    assertThat(new Ladder().of(evidence)).isEmpty();
  }
}
