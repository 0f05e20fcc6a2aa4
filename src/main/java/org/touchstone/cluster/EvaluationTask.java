package org.touchstone.cluster;

import java.io.IOException;
import org.apache.spark.broadcast.Broadcast;
import org.touchstone.train.EvaluationSum;
import org.touchstone.train.FlatVector;
import org.touchstone.train.PairShard;

/** How the model does on this worker's validation pairs. */
record EvaluationTask(ReplicaSource source) implements WorkerTask<EvaluationSum> {

  @Override
  public EvaluationSum run(PairShard shard, Broadcast<FlatVector> parameters) throws IOException {
    return ExecutorReplica.with(source, parameters, replica -> replica.evaluate(shard.all()));
  }
}
