package org.touchstone.cluster;

import java.io.IOException;
import org.apache.spark.broadcast.Broadcast;
import org.touchstone.train.EpochOrder.KeyRange;
import org.touchstone.train.FlatVector;
import org.touchstone.train.GradientSum;
import org.touchstone.train.PairShard;

/** The gradient of this worker's part of a batch. */
record GradientTask(ReplicaSource source, KeyRange batch) implements WorkerTask<GradientSum> {

  @Override
  public GradientSum run(PairShard shard, Broadcast<FlatVector> parameters) throws IOException {
    return ExecutorReplica.with(
        source, parameters, replica -> replica.gradientSum(shard.slice(batch)));
  }
}
