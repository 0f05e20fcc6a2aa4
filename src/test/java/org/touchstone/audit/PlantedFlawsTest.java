package org.touchstone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.report.Verdict;

/**
 * Every planted flaw is found by the checks that {@link Flaw} names, and no other check fails, by
 * chance, more often than in one world of twenty. With {@code -Dtouchstone.worlds=100} this is
 * asked of a hundred worlds.
 */
class PlantedFlawsTest {

  private static final int WORLDS = Integer.getInteger("touchstone.worlds", 6);

  /** Of few worlds, one may always be the twentieth. */
  private static final int BY_CHANCE = Math.max(1, WORLDS / 20);

  @ParameterizedTest
  @EnumSource(Flaw.class)
  void flawsAreFoundWhereTheyAreAndNowhereElse(Flaw flaw) {
    FlawRates rates = FlawRates.of(flaw, WORLDS);

    for (String check : flaw.mustFail()) {
      assertThat(rates.count(check, Verdict.FAIL))
          .as("worlds of %d in which %s fails", WORLDS, check)
          .isGreaterThanOrEqualTo(WORLDS - BY_CHANCE);
    }

    for (String check : flaw.mustWarn()) {
      assertThat(rates.count(check, Verdict.WARN))
          .as("worlds of %d in which %s warns", WORLDS, check)
          .isGreaterThanOrEqualTo(WORLDS - BY_CHANCE);
    }

    List<String> others = new ArrayList<>(rates.verdicts().keySet());
    others.removeAll(flaw.mustFail());
    others.removeAll(flaw.mayFail());
    assertThat(others)
        .hasSizeGreaterThan(5)
        .allSatisfy(
            check ->
                assertThat(rates.count(check, Verdict.FAIL))
                    .as("worlds of %d in which %s fails", WORLDS, check)
                    .isLessThanOrEqualTo(BY_CHANCE));
  }

  /**
   * Wrong labels make any two good models share mistakes; only a copy is right on the same pairs.
   */
  @Test
  void aCopyIsToldFromAGoodModelByKappa() {
    long copies = LongStream.range(0, WORLDS).filter(seed -> alike(seed, Flaw.COPIES)).count();
    long oracles = LongStream.range(0, WORLDS).filter(seed -> alike(seed, Flaw.NONE)).count();

    assertThat(copies).isEqualTo(WORLDS);
    assertThat(oracles).isLessThanOrEqualTo(BY_CHANCE);
  }

  private static boolean alike(long seed, Flaw model) {
    return FlawedAudit.besideRival(FlawWorld.of(seed), model).jointKappa().above(0.6);
  }
}
