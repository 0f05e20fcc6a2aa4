package org.touchstone.train;

import java.io.Serializable;

/**
 * How one model is trained.
 *
 * @param epochs passes over the training pairs
 * @param batchPairs pairs an optimiser step, over all workers; a ranked list counts as one
 * @param maxTokensPerBatch tokens, padding included, that one forward pass may hold; a batch of
 *     more is accumulated exactly
 * @param evaluations how often the validation pairs are scored, evenly spread and at the end
 * @param optimizer AdamW and its schedule
 * @param loss what is minimised
 * @param recomputation what is computed twice to hold less
 */
public record TrainingSettings(
    int epochs,
    int batchPairs,
    int maxTokensPerBatch,
    int evaluations,
    OptimizerSettings optimizer,
    LossSettings loss,
    Recomputation recomputation)
    implements Serializable {

  /** Refuses what cannot train. */
  public TrainingSettings {
    atLeastOne("epochs", epochs);
    atLeastOne("batch-pairs", batchPairs);
    atLeastOne("max-tokens-per-batch", maxTokensPerBatch);
    atLeastOne("evaluations", evaluations);
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Cannot train: %s is %d, must be at least 1".formatted(key, value));
    }
  }
}
