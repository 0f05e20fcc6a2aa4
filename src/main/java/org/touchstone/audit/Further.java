package org.touchstone.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an audit may have beside the scored comparisons.
 *
 * @param probed what the model said of edited texts; empty if only its scores are at hand
 * @param curve models that learned from parts of the training rows; empty if there are none
 * @param rowWise how models judged that were cross-fitted row by row; empty if there are none
 * @param honesty probes of true and false answers
 * @param traps probes of replies that only look good
 * @param behaviours probes whose first reply shows a behaviour, wanted or not
 * @param pools prompts with several replies each, and what people think of those
 * @param contests pools that two models trained apart judge; empty without such models
 * @param costs of the models, the audited one first; empty if unknown
 * @param nearest of rows, by {@link ScoredPair#row()}, the similarity of the most similar prompt
 *     that the model was trained on; empty if its training prompts are not at hand
 * @param logits whether rewards are logits; those of an ensemble are standardised
 */
record Further(
    Optional<Probed> probed,
    List<CurvePoint> curve,
    Optional<PairTable> rowWise,
    List<Probe> honesty,
    List<Probe> traps,
    List<Probe> behaviours,
    List<Pool> pools,
    List<Contest> contests,
    List<ModelCost> costs,
    Map<String, Double> nearest,
    boolean logits) {

  /** Nothing beside the comparisons. */
  static final Further NOTHING = builder().build();

  /** Copies the lists. */
  Further {
    curve = List.copyOf(curve);
    honesty = List.copyOf(honesty);
    traps = List.copyOf(traps);
    behaviours = List.copyOf(behaviours);
    pools = List.copyOf(pools);
    contests = List.copyOf(contests);
    costs = List.copyOf(costs);
    nearest = Map.copyOf(nearest);
  }

  /** Starts from nothing. */
  static Builder builder() {
    return new Builder();
  }

  /** Gathers the parts; what is not set is not there. */
  static final class Builder {
    private Optional<Probed> probed = Optional.empty();
    private List<CurvePoint> curve = List.of();
    private Optional<PairTable> rowWise = Optional.empty();
    private List<Probe> honesty = List.of();
    private List<Probe> traps = List.of();
    private List<Probe> behaviours = List.of();
    private List<Pool> pools = List.of();
    private List<Contest> contests = List.of();
    private List<ModelCost> costs = List.of();
    private Map<String, Double> nearest = Map.of();
    private boolean logits = true;

    private Builder() {}

    Builder probed(Optional<Probed> all) {
      probed = all;
      return this;
    }

    Builder curve(List<CurvePoint> all) {
      curve = all;
      return this;
    }

    Builder rowWise(Optional<PairTable> all) {
      rowWise = all;
      return this;
    }

    Builder honesty(List<Probe> all) {
      honesty = all;
      return this;
    }

    Builder traps(List<Probe> all) {
      traps = all;
      return this;
    }

    Builder behaviours(List<Probe> all) {
      behaviours = all;
      return this;
    }

    Builder pools(List<Pool> all) {
      pools = all;
      return this;
    }

    Builder contests(List<Contest> all) {
      contests = all;
      return this;
    }

    Builder costs(List<ModelCost> all) {
      costs = all;
      return this;
    }

    Builder nearest(Map<String, Double> all) {
      nearest = all;
      return this;
    }

    Builder logits(boolean are) {
      logits = are;
      return this;
    }

    Further build() {
      return new Further(
          probed,
          curve,
          rowWise,
          honesty,
          traps,
          behaviours,
          pools,
          contests,
          costs,
          nearest,
          logits);
    }
  }
}
