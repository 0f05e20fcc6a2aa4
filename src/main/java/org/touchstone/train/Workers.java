package org.touchstone.train;

import org.touchstone.train.EpochOrder.KeyRange;

/**
 * Those who hold the pairs and work out gradients: this process, or the executors of a cluster.
 *
 * <p>A round in the exact mode: every worker gets the parameters and a range of keys and returns
 * the gradient of the sum of its pairs' losses. The sums add up, so that any number of workers
 * makes the step that one would make with the whole batch.
 */
public interface Workers {

  /**
   * Returns the group hashes of all training pairs.
   *
   * @return one per pair, in any order
   */
  long[] groupHashes();

  /**
   * Returns the gradient of a batch.
   *
   * @param epoch from 0
   * @param batch which pairs
   * @param parameters at which to take it
   * @return the sum over all workers, in a fixed order
   */
  GradientSum gradients(int epoch, KeyRange batch, FlatVector parameters);

  /**
   * Scores the validation pairs.
   *
   * @param parameters to score with
   * @return the sum over all workers; of no pairs if there are none
   */
  EvaluationSum evaluate(FlatVector parameters);
}
