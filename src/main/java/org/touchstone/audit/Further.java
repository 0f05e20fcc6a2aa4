package org.touchstone.audit;

import java.util.List;
import java.util.Optional;

/**
 * What an audit may have beside the scored comparisons.
 *
 * @param probed what the model said of edited texts; empty if only its scores are at hand
 * @param curve models that learned from parts of the training rows; empty if there are none
 * @param honesty probes of true and false answers
 * @param traps probes of replies that only look good
 * @param pools prompts with several replies each, and what people think of those
 * @param costs of the models, the audited one first; empty if unknown
 * @param contests pools that two models trained apart judge; empty without such models
 * @param logits whether rewards are logits; those of an ensemble are standardised
 */
record Further(
    Optional<Probed> probed,
    List<CurvePoint> curve,
    List<Probe> honesty,
    List<Probe> traps,
    List<Pool> pools,
    List<ModelCost> costs,
    List<Contest> contests,
    boolean logits) {

  /** Nothing beside the comparisons. */
  static final Further NOTHING =
      new Further(
          Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), true);

  /** Copies the lists. */
  Further {
    curve = List.copyOf(curve);
    honesty = List.copyOf(honesty);
    traps = List.copyOf(traps);
    pools = List.copyOf(pools);
    costs = List.copyOf(costs);
    contests = List.copyOf(contests);
  }

  /** The same with what the model said of edited texts. */
  Further withProbed(Probed all) {
    return new Further(Optional.of(all), curve, honesty, traps, pools, costs, contests, logits);
  }

  /** The same with another learning curve. */
  Further withCurve(List<CurvePoint> points) {
    return new Further(probed, points, honesty, traps, pools, costs, contests, logits);
  }

  /** The same with other probes. */
  Further withProbes(List<Probe> ofHonesty, List<Probe> ofTraps) {
    return new Further(probed, curve, ofHonesty, ofTraps, pools, costs, contests, logits);
  }

  /** The same with other pools. */
  Further withPools(List<Pool> all) {
    return new Further(probed, curve, honesty, traps, all, costs, contests, logits);
  }

  /** The same with other costs. */
  Further withCosts(List<ModelCost> all) {
    return new Further(probed, curve, honesty, traps, pools, all, contests, logits);
  }

  /** The same with other contests. */
  Further withContests(List<Contest> all) {
    return new Further(probed, curve, honesty, traps, pools, costs, all, logits);
  }

  /** The same of a model whose rewards are on a scale of their own. */
  Further withoutLogits() {
    return new Further(probed, curve, honesty, traps, pools, costs, contests, false);
  }
}
