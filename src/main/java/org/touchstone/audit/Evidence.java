package org.touchstone.audit;

import java.util.List;
import org.touchstone.report.Estimate;

/**
 * All that a measure may look at.
 *
 * @param settings of the audit
 * @param audited the model that the report is about, on all its rows
 * @param standings every contender on the rows shared with it, the audited model first
 * @param examples texts of pairs
 */
record Evidence(
    AuditSettings settings, Contender audited, List<Standing> standings, ExampleSource examples) {

  /** Copies the list. */
  Evidence {
    standings = List.copyOf(standings);
  }

  /** The audited model's scored pairs. */
  PairTable pairs() {
    return audited.table();
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
