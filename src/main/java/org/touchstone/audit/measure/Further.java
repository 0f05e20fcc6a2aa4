package org.touchstone.audit.measure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.touchstone.audit.pairs.Contest;
import org.touchstone.audit.pairs.CurvePoint;
import org.touchstone.audit.pairs.ModelCost;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Pool;
import org.touchstone.audit.pairs.Probe;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.probing.Probed;

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
public record Further(
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
  public static final Further NOTHING = builder().build();

  /** Copies the lists. */
  public Further {
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
  public static Builder builder() {
    return new Builder();
  }

  /** Gathers the parts; what is not set is not there. */
  public static final class Builder {
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

    public Builder probed(Optional<Probed> all) {
      probed = all;
      return this;
    }

    public Builder curve(List<CurvePoint> all) {
      curve = all;
      return this;
    }

    public Builder rowWise(Optional<PairTable> all) {
      rowWise = all;
      return this;
    }

    public Builder honesty(List<Probe> all) {
      honesty = all;
      return this;
    }

    public Builder traps(List<Probe> all) {
      traps = all;
      return this;
    }

    public Builder behaviours(List<Probe> all) {
      behaviours = all;
      return this;
    }

    public Builder pools(List<Pool> all) {
      pools = all;
      return this;
    }

    public Builder contests(List<Contest> all) {
      contests = all;
      return this;
    }

    public Builder costs(List<ModelCost> all) {
      costs = all;
      return this;
    }

    public Builder nearest(Map<String, Double> all) {
      nearest = all;
      return this;
    }

    public Builder logits(boolean are) {
      logits = are;
      return this;
    }

    public Further build() {
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
