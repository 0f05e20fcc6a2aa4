package org.touchstone.audit;

import java.util.List;
import java.util.Optional;
import org.touchstone.report.Estimate;

/**
 * All that a measure may look at.
 *
 * @param settings of the audit
 * @param audited the model that the report is about, on all its rows
 * @param contenders every contender on the rows that it was scored on, the audited model first
 * @param standings every contender on the rows shared with it, the audited model first
 * @param probed what the model said of edited texts; empty if only its scores are at hand
 * @param curve models that learned from parts of the training rows; empty if there are none
 * @param examples texts of pairs
 */
record Evidence(
    AuditSettings settings,
    Contender audited,
    List<Contender> contenders,
    List<Standing> standings,
    Optional<Probed> probed,
    List<CurvePoint> curve,
    ExampleSource examples) {

  /** Copies the list. */
  Evidence {
    contenders = List.copyOf(contenders);
    standings = List.copyOf(standings);
    curve = List.copyOf(curve);
  }

  /** The audited model's scored pairs. */
  PairTable pairs() {
    return audited.table();
  }

  /** The items among them that several named people judged. */
  Panel panel() {
    return Panel.of(audited.table());
  }

  /** Means with 95 % intervals under the audit's seed. */
  ClusteredMean means() {
    return ClusteredMean.of(settings.seed(), settings.resamples());
  }

  /** Accuracy of some of the pairs. */
  Estimate accuracy(PairTable some) {
    return Standing.accuracy(some, means());
  }
}
