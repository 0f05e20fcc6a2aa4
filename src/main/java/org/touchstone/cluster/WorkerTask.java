package org.touchstone.cluster;

import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.touchstone.train.FlatVector;
import org.touchstone.train.PairShard;

/** What a worker does in a round. */
interface WorkerTask<T> extends Serializable {

  /** Works on this worker's pairs at the round's parameters. */
  T run(PairShard shard, Broadcast<FlatVector> parameters) throws IOException;
}
