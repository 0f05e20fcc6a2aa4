package org.touchstone.audit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an audit may have beside the scored comparisons.
 *
 * @param probed what the model said of edited texts; empty if only its scores are at hand
 * @param curve models that learned from parts of the training rows; empty if there are none
 * @param honesty probes of true and false answers
 * @param traps probes of replies that only look good
 * @param pools prompts with several replies each, and what people think of those
 * @param behaviours probes whose first reply shows a behaviour, wanted or not
 * @param nearest of rows, by {@link ScoredPair#row()}, the similarity of the most similar prompt
 *     that the model was trained on; empty if its training prompts are not at hand
 */
record Further(
    Optional<Probed> probed,
    List<CurvePoint> curve,
    List<Probe> honesty,
    List<Probe> traps,
    List<Pool> pools,
    List<Probe> behaviours,
    Map<String, Double> nearest) {

  /** Nothing beside the comparisons. */
  static final Further NOTHING =
      new Further(
          Optional.empty(), List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());

  /** Copies the lists. */
  Further {
    curve = List.copyOf(curve);
    honesty = List.copyOf(honesty);
    traps = List.copyOf(traps);
    pools = List.copyOf(pools);
    behaviours = List.copyOf(behaviours);
    nearest = Map.copyOf(nearest);
  }
}
