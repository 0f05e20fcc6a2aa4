package org.touchstone.audit.measure;

import java.util.List;
import java.util.Optional;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.Contest;
import org.touchstone.audit.pairs.CurvePoint;
import org.touchstone.audit.pairs.ExampleSource;
import org.touchstone.audit.pairs.ModelCost;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Panel;
import org.touchstone.audit.pairs.Pool;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.Standing;
import org.touchstone.audit.probing.Probed;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.report.Estimate;

/**
 * All that a measure may look at.
 *
 * @param settings of the audit
 * @param audited the model that the report is about, on all its rows
 * @param contenders every contender on the rows that it was scored on, the audited model first
 * @param standings every contender on the rows shared with it, the audited model first
 * @param further what there is beside the comparisons
 * @param examples texts of pairs
 */
public record Evidence(
    AuditSettings settings,
    Contender audited,
    List<Contender> contenders,
    List<Standing> standings,
    Further further,
    ExampleSource examples) {

  /** Copies the list. */
  public Evidence {
    contenders = List.copyOf(contenders);
    standings = List.copyOf(standings);
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

  /** 95 % intervals of what is no mean, under the audit's seed. */
  ClusterBootstrap bootstrap() {
    return ClusterBootstrap.of(settings.seed(), settings.resamples());
  }

  /** Accuracy of some of the pairs. */
  Estimate accuracy(PairTable some) {
    return Standing.accuracy(some, means());
  }

  /** What the model said of edited texts; empty if only its scores are at hand. */
  Optional<Probed> probed() {
    return further.probed();
  }

  /** Models that learned from parts of the training rows; empty if there are none. */
  List<CurvePoint> curve() {
    return further.curve();
  }

  /** Probes of true and false answers. */
  List<Probe> honesty() {
    return further.honesty();
  }

  /** Probes of replies that only look good. */
  List<Probe> traps() {
    return further.traps();
  }

  /** Prompts with several replies each. */
  List<Pool> pools() {
    return further.pools();
  }

  /** What the models cost, as far as it is known. */
  List<ModelCost> costs() {
    return further.costs();
  }

  /** Whether the model's rewards are logits, so that their differences give probabilities. */
  boolean logits() {
    return further.logits();
  }

  /** Pools that models trained apart judge. */
  List<Contest> contests() {
    return further.contests();
  }
}
