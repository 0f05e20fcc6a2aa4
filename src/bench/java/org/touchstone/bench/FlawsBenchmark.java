package org.touchstone.bench;

import org.touchstone.audit.FlawTrials;

/** How often an audit finds planted flaws, and how often it cries wolf. */
public final class FlawsBenchmark {

  private FlawsBenchmark() {}

  /**
   * Prints the share of made worlds in which each check fires.
   *
   * @param arguments number of worlds; 100 if absent
   */
  public static void main(String[] arguments) {
    int worlds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    FlawTrials.of(worlds)
        .forEach(
            trial -> new Measurement("flaws", trial.metric(), trial.value(), trial.of()).print());
  }
}
