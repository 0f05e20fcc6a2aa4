package org.touchstone.audit.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A short run of {@code jobs/benchmark coverage}. */
class CoverageTest {

  private static final int WORLDS = Integer.getInteger("touchstone.worlds", 300);

  private static final List<String> IMPORTANT =
      List.of(
          "paired-difference",
          "correlation",
          "rank-correlation",
          "gain-by-a-doubling",
          "alpha",
          "best-of-n");

  static Stream<CoverageSetting> settings() {
    return IntStream.of(20, 100)
        .boxed()
        .flatMap(
            count ->
                Stream.of(
                        MeanCoverage.settings(count),
                        PeopleCoverage.settings(count),
                        PoolCoverage.settings(count))
                    .flatMap(List::stream)
                    .filter(setting -> IMPORTANT.contains(setting.statistic())));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void intervalsHoldTheTruthAsOftenAsTheySay(CoverageSetting setting) {
    int covered = (int) Math.round(setting.coverage(WORLDS).value() * WORLDS);

    assertThat(BinomialDistribution.of(WORLDS, 0.925).cumulativeProbability(covered))
        .as("%d of %d, %s", covered, WORLDS, setting.of())
        .isGreaterThan(1e-3);
    assertThat(BinomialDistribution.of(WORLDS, 0.975).survivalProbability(covered - 1))
        .as("%d of %d, %s", covered, WORLDS, setting.of())
        .isGreaterThan(1e-3);
  }
}
