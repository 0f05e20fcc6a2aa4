package org.touchstone.audit.measure;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** How often the audit's 95 % intervals hold the truth, in made worlds where it is known. */
public final class CoverageTrials {

  private static final List<Integer> CLUSTERS = List.of(10, 20, 50, 99, 100, 200, 400);

  private CoverageTrials() {}

  /**
   * Tries every interval at every number of clusters.
   *
   * @param worlds made worlds for each
   * @param only part of the names of the statistics tried; all if empty
   * @return shares of intervals that hold the truth, one at a time
   */
  public static Stream<Trial> of(int worlds, String only) {
    List<IntFunction<List<CoverageSetting>>> all =
        List.of(
            MeanCoverage::settings,
            ModelCoverage::settings,
            PeopleCoverage::settings,
            PoolCoverage::settings);
    return all.stream()
        .flatMap(settings -> CLUSTERS.stream().flatMap(count -> settings.apply(count).stream()))
        .filter(setting -> setting.statistic().contains(only))
        .map(setting -> setting.coverage(worlds));
  }
}
