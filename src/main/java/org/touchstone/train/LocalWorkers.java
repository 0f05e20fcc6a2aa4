package org.touchstone.train;

import java.util.List;
import org.touchstone.train.EpochOrder.KeyRange;

/** One worker in this process, which shares the replica that makes the steps. */
public final class LocalWorkers implements Workers {

  private final TrainingReplica replica;
  private final List<EncodedComparison> validation;
  private PairShard shard;
  private int epoch;

  /**
   * Makes the worker.
   *
   * @param replica at the parameters of each round already, since it makes the steps itself
   * @param training pairs to learn from
   * @param validation pairs to measure on
   * @param seed seed of the run
   */
  public LocalWorkers(
      TrainingReplica replica,
      List<EncodedComparison> training,
      List<EncodedComparison> validation,
      long seed) {
    this.replica = replica;
    this.shard = PairShard.of(training, seed);
    this.validation = PairShard.of(validation, seed).all();
  }

  @Override
  public long[] groupHashes() {
    return shard.groupHashes();
  }

  @Override
  public GradientSum gradients(int epoch, KeyRange batch, FlatVector parameters) {
    if (epoch != this.epoch) {
      shard = shard.forEpoch(epoch);
      this.epoch = epoch;
    }

    return replica.gradientSum(shard.slice(batch));
  }

  @Override
  public EvaluationSum evaluate(FlatVector parameters) {
    return replica.evaluate(validation);
  }
}
