package org.touchstone.bench;

import org.touchstone.audit.measure.CoverageTrials;

/** How often the audit's 95 % intervals hold what they are meant to hold. */
public final class CoverageBenchmark {

  private CoverageBenchmark() {}

  /**
   * Prints the share of intervals that hold the truth, one line a statistic and number of clusters.
   *
   * @param arguments made worlds for each; 4,000 if absent. Then part of the names of the
   *     statistics; all if absent
   */
  public static void main(String[] arguments) {
    int worlds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4_000;
    CoverageTrials.of(worlds, arguments.length > 1 ? arguments[1] : "")
        .forEach(
            trial ->
                new Measurement("coverage", trial.metric(), trial.value(), trial.of()).print());
  }
}
