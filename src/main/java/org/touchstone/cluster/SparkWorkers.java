package org.touchstone.cluster;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.api.java.function.PairFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.EpochOrder;
import org.touchstone.train.EpochOrder.KeyRange;
import org.touchstone.train.EvaluationSum;
import org.touchstone.train.FlatVector;
import org.touchstone.train.GradientSum;
import org.touchstone.train.PairShard;
import org.touchstone.train.Workers;
import scala.Tuple2;

/**
 * Executors as workers: each holds a shard of the pairs, and a round is an ordinary Spark job that
 * broadcasts the parameters and collects one gradient sum a worker. Sums are added in the order of
 * the workers, never of arrival, so a task that runs twice changes nothing.
 *
 * <p>Meant for up to 256 MiB of trained parameters; the driver holds one gradient a worker.
 */
final class SparkWorkers implements Workers, AutoCloseable {

  private final JavaSparkContext spark;
  private final ReplicaSource source;
  private final JavaRDD<PairShard> training;
  private final JavaRDD<PairShard> validation;
  private JavaRDD<PairShard> epochShards;
  private int epoch;

  SparkWorkers(
      JavaSparkContext spark,
      ReplicaSource source,
      JavaRDD<EncodedComparison> training,
      JavaRDD<EncodedComparison> validation,
      int workers,
      long seed) {
    this.spark = spark;
    this.source = source;
    this.training = shards(training, workers, seed);
    this.validation = shards(validation, workers, seed);
    this.epochShards = this.training;
  }

  @Override
  public long[] groupHashes() {
    return training.map(PairShard::groupHashes).collect().stream()
        .flatMapToLong(Arrays::stream)
        .toArray();
  }

  @Override
  public GradientSum gradients(int epoch, KeyRange batch, FlatVector parameters) {
    moveTo(epoch);
    return round(epochShards, parameters, new GradientTask(source, batch)).stream()
        .reduce(GradientSum::plus)
        .orElseThrow();
  }

  @Override
  public EvaluationSum evaluate(FlatVector parameters) {
    return round(validation, parameters, new EvaluationTask(source)).stream()
        .reduce(EvaluationSum::plus)
        .orElseThrow();
  }

  @Override
  public void close() {
    epochShards.unpersist(false);
    training.unpersist(false);
    validation.unpersist(false);
  }

  private <T> List<T> round(JavaRDD<PairShard> shards, FlatVector parameters, WorkerTask<T> task) {
    Broadcast<FlatVector> broadcast = spark.broadcast(parameters);
    try {
      List<Tuple2<Integer, T>> results =
          new ArrayList<>(
              shards.mapPartitionsWithIndex(new RunTask<>(task, broadcast), true).collect());
      results.sort(Comparator.comparing(Tuple2::_1));
      return results.stream().map(Tuple2::_2).toList();
    } finally {
      broadcast.destroy();
    }
  }

  private void moveTo(int wanted) {
    if (wanted == epoch) {
      return;
    }

    JavaRDD<PairShard> before = epochShards;
    epochShards =
        training.map(shard -> shard.forEpoch(wanted)).persist(StorageLevel.MEMORY_AND_DISK());
    epoch = wanted;
    if (before != training) {
      before.unpersist(false);
    }
  }

  /** Pairs of one group go to one worker. */
  private static JavaRDD<PairShard> shards(
      JavaRDD<EncodedComparison> pairs, int workers, long seed) {
    PairFunction<EncodedComparison, Long, EncodedComparison> byGroup =
        pair -> new Tuple2<>(EpochOrder.groupHash(seed, pair.group()), pair);
    return pairs
        .mapToPair(byGroup)
        .partitionBy(new HashPartitioner(workers))
        .values()
        .mapPartitions(
            iterator -> {
              List<EncodedComparison> mine = new ArrayList<>();
              iterator.forEachRemaining(mine::add);
              return List.of(PairShard.of(mine, seed)).iterator();
            })
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** Runs a task of a round on the only shard of a partition. */
  private record RunTask<T>(WorkerTask<T> task, Broadcast<FlatVector> parameters)
      implements Function2<Integer, Iterator<PairShard>, Iterator<Tuple2<Integer, T>>> {

    @Override
    public Iterator<Tuple2<Integer, T>> call(Integer worker, Iterator<PairShard> shards)
        throws Exception {
      T result = task.run(shards.next(), parameters);
      return List.of(new Tuple2<>(worker, result)).iterator();
    }
  }
}
