package org.touchstone.audit;

import java.util.ArrayList;
import java.util.List;
import org.touchstone.audit.measure.Trial;
import org.touchstone.report.Verdict;

/** How often the checks fire on every planted flaw, and on the model that has none. */
public final class FlawTrials {

  private FlawTrials() {}

  /**
   * Audits every flaw.
   *
   * @param worlds made worlds for each
   * @return shares of worlds in which a check fails or must warn, and of the flawless model also
   *     those in which it warns; shares of 0 are left out unless the check must fire
   */
  public static List<Trial> of(int worlds) {
    List<Trial> trials = new ArrayList<>();
    for (Flaw flaw : Flaw.values()) {
      FlawRates rates = FlawRates.of(flaw, worlds);
      for (String check : rates.verdicts().keySet()) {
        add(trials, rates, flaw, check, Verdict.FAIL, flaw.mustFail().contains(check));
        boolean warns = flaw.mustWarn().contains(check);
        if (warns || flaw == Flaw.NONE) {
          add(trials, rates, flaw, check, Verdict.WARN, warns);
        }
      }
    }

    return trials;
  }

  private static void add(
      List<Trial> trials,
      FlawRates rates,
      Flaw flaw,
      String check,
      Verdict verdict,
      boolean needed) {
    int count = rates.count(check, verdict);
    if (count > 0 || needed) {
      String role =
          needed ? "must fire" : flaw.mayFail().contains(check) ? "a consequence" : "by chance";
      trials.add(
          new Trial(
              "%s-share-of-%s".formatted(verdict.name().toLowerCase(java.util.Locale.ROOT), check),
              count / (double) rates.worlds(),
              "%s, %s, %d worlds".formatted(flaw.name(), role, rates.worlds())));
    }
  }
}
