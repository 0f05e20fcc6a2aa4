package org.touchstone.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.train.Checkpoints;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.LocalWorkers;
import org.touchstone.train.TrainedArtifact;
import org.touchstone.train.TrainingLoop;
import org.touchstone.train.TrainingReplica;
import org.touchstone.train.TrainingSettings;
import scala.Tuple2;

/**
 * Many models trained side by side, each on comparisons of its own: folds that are left out,
 * growing shares of the rows, sources that are left out.
 *
 * <p>Each model is one Spark task, many at once. A model that is finished is kept, so a repeated
 * run trains the missing ones only. Meant for models small enough to be trained by one task, on
 * pairs that one executor can hold.
 */
final class IndependentModels {

  private static final String FINISHED = "touchstone.json";

  private final ReplicaSource source;
  private final TrainingSettings settings;
  private final ArtifactDescription untrained;
  private final Path work;

  /** Takes the untrained artifact, and a folder that a later run finds again. */
  IndependentModels(
      ReplicaSource source, TrainingSettings settings, ArtifactDescription untrained, Path work) {
    this.source = source;
    this.settings = settings;
    this.untrained = untrained;
    this.work = work;
  }

  /** Trains one model a curriculum and returns them in order. */
  List<IndependentModel> run(
      Dataset<Row> comparisons,
      List<? extends Curriculum> curricula,
      PairEncoding encoding,
      Map<String, String> provenance,
      Map<String, String> versions)
      throws IOException {
    List<Curriculum> all = List.copyOf(curricula);
    try (EncodedPairs pairs = EncodedPairs.of(comparisons, encoding)) {
      JavaPairRDD<Integer, EncodedComparison> byModel =
          pairs
              .all()
              .filter(encoded -> !encoded.kept().isEmpty())
              .flatMapToPair(encoded -> learners(encoded, all))
              .partitionBy(new HashPartitioner(all.size()));
      ModelTask task =
          new ModelTask(
              source,
              settings,
              untrained.withProvenance(provenance, versions),
              all,
              work.toString());
      List<Integer> learned = byModel.mapPartitionsWithIndex(task, true).collect();
      return IntStream.range(0, all.size())
          .mapToObj(
              model ->
                  new IndependentModel(folder(work.toString(), all.get(model)), learned.get(model)))
          .toList();
    }
  }

  private static Iterator<Tuple2<Integer, EncodedComparison>> learners(
      PairEncoding.Encoded encoded, List<Curriculum> curricula) {
    List<Tuple2<Integer, EncodedComparison>> copies = new ArrayList<>();
    for (int model = 0; model < curricula.size(); model++) {
      if (curricula.get(model).learns(encoded)) {
        copies.add(new Tuple2<>(model, encoded.kept().get(0)));
      }
    }

    return copies.iterator();
  }

  private static Path folder(String work, Curriculum curriculum) {
    return new Path(work, curriculum.name());
  }

  /**
   * Trains one model on the pairs of a partition and publishes it; returns how many there are.
   * Pairs are gathered only once no other model of this process holds its own.
   */
  private record ModelTask(
      ReplicaSource source,
      TrainingSettings settings,
      ArtifactDescription description,
      List<Curriculum> curricula,
      String work)
      implements Function2<
          Integer, Iterator<Tuple2<Integer, EncodedComparison>>, Iterator<Integer>> {

    @Override
    public Iterator<Integer> call(Integer model, Iterator<Tuple2<Integer, EncodedComparison>> pairs)
        throws IOException {
      Configuration configuration = Executors.hadoop();
      Path target = folder(work, curricula.get(model));
      FileSystem files = target.getFileSystem(configuration);
      if (isFinished(files, new Path(target, FINISHED))) {
        int count = 0;
        for (; pairs.hasNext(); pairs.next()) {
          count++;
        }

        return List.of(count).iterator();
      }

      synchronized (ExecutorReplica.class) {
        List<EncodedComparison> mine = new ArrayList<>();
        pairs.forEachRemaining(pair -> mine.add(pair._2()));
        if (!mine.isEmpty()) {
          publish(train(mine, curricula.get(model)), configuration, target);
        }

        return List.of(mine.size()).iterator();
      }
    }

    /** A file that is being written can be seen on some file systems, without length. */
    private static boolean isFinished(FileSystem files, Path last) throws IOException {
      return files.exists(last) && files.getFileStatus(last).getLen() > 0;
    }

    /** One at a time in a process, since each uses all threads that the executor has. */
    private RewardModelArtifact train(List<EncodedComparison> pairs, Curriculum curriculum)
        throws IOException {
      synchronized (ExecutorReplica.class) {
        try (TrainingReplica replica = source.open()) {
          LocalWorkers workers =
              new LocalWorkers(replica, pairs, List.of(), curriculum.seed(description.seed()));
          new TrainingLoop(replica, workers, settings, Checkpoints.NONE, progress -> {}).run();
          return TrainedArtifact.write(
              LocalCopies.temporaryFolder(),
              replica.artifact().directory(),
              replica.parameters(),
              description,
              Map.of());
        }
      }
    }

    /** The file that makes it finished sorts last. */
    private static void publish(RewardModelArtifact model, Configuration configuration, Path target)
        throws IOException {
      Publication.upload(configuration, model.directory(), target);
    }
  }
}
