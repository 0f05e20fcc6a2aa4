package org.touchstone.train;

import org.jspecify.annotations.Nullable;

/**
 * Everything that a run needs to go on as if it had never stopped: the state of record.
 *
 * @param step steps made
 * @param epoch the epoch of the next batch
 * @param batch the next batch in that epoch
 * @param pairs pairs seen
 * @param tokens tokens seen
 * @param parameters the model
 * @param moments AdamW's first and second moments and their count
 * @param bestParameters the model with the least validation loss; null before the first evaluation
 * @param best how it did; null before the first evaluation
 */
public record TrainingState(
    int step,
    int epoch,
    int batch,
    long pairs,
    long tokens,
    FlatVector parameters,
    OptimizerState moments,
    @Nullable FlatVector bestParameters,
    TrainingProgress.@Nullable Validation best) {}
