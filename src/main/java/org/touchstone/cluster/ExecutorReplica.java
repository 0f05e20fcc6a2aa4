package org.touchstone.cluster;

import java.io.IOException;
import java.util.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.touchstone.train.FlatVector;
import org.touchstone.train.TrainingReplica;

/**
 * The one model that this executor trains with, kept between rounds. It is a cache: whatever is
 * lost with the executor is in the broadcast parameters of the next round.
 *
 * <p>One task at a time, since the model already uses all threads that the executor has.
 */
final class ExecutorReplica {

  private static @Nullable ReplicaSource sourceOpen;
  private static @Nullable TrainingReplica replica;
  private static long loaded = -1;

  private ExecutorReplica() {}

  /** Runs work with the replica at some parameters. */
  static synchronized <T> T with(
      ReplicaSource source, Broadcast<FlatVector> parameters, Function<TrainingReplica, T> work)
      throws IOException {
    TrainingReplica open = open(source);
    if (loaded != parameters.id()) {
      open.load(parameters.value());
      loaded = parameters.id();
    }

    return work.apply(open);
  }

  private static TrainingReplica open(ReplicaSource source) throws IOException {
    TrainingReplica current = replica;
    if (current != null && source.equals(sourceOpen)) {
      return current;
    }

    if (current != null) {
      current.close();
    }

    TrainingReplica opened = source.open();
    replica = opened;
    sourceOpen = source;
    loaded = -1;
    return opened;
  }
}
