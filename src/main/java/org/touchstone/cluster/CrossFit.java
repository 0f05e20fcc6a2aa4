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
import org.apache.spark.sql.functions;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.schema.Columns;
import org.touchstone.train.Checkpoints;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.LocalWorkers;
import org.touchstone.train.TrainedArtifact;
import org.touchstone.train.TrainingLoop;
import org.touchstone.train.TrainingReplica;
import org.touchstone.train.TrainingSettings;
import scala.Tuple2;

/**
 * Cross-fitting: one model a fold, each trained on all other folds, so that every comparison has a
 * reward from a model that never saw its prompt.
 *
 * <p>Independent mode: each model is one Spark task, many at once. A fold that is finished is kept,
 * so a repeated run trains the missing ones only. Meant for models small enough to be trained by
 * one task, on pairs that one executor can hold.
 */
final class CrossFit {

  private static final String FINISHED = "touchstone.json";

  private final ReplicaSource source;
  private final TrainingSettings settings;
  private final ArtifactDescription untrained;
  private final Path work;

  /** Takes the untrained artifact, and a folder that a later run finds again. */
  CrossFit(
      ReplicaSource source, TrainingSettings settings, ArtifactDescription untrained, Path work) {
    this.source = source;
    this.settings = settings;
    this.untrained = untrained;
    this.work = work;
  }

  /**
   * Trains every fold and returns the folders of the artifacts, in order. Rows without a fold are
   * set aside: no model is trained on them.
   */
  List<Path> run(
      Dataset<Row> comparisons,
      int folds,
      PairEncoding encoding,
      Map<String, String> provenance,
      Map<String, String> versions)
      throws IOException {
    Dataset<Row> folded = comparisons.filter(functions.col(Columns.FOLD).isNotNull());
    try (EncodedPairs pairs = EncodedPairs.of(folded, encoding)) {
      JavaPairRDD<Integer, EncodedComparison> byModel =
          pairs
              .all()
              .filter(encoded -> !encoded.kept().isEmpty())
              .flatMapToPair(encoded -> learners(encoded, folds))
              .partitionBy(new HashPartitioner(folds));
      FoldTask task =
          new FoldTask(
              source, settings, untrained.withProvenance(provenance, versions), work.toString());
      byModel.mapPartitionsWithIndex(task, true).collect();
    }

    return IntStream.range(0, folds).mapToObj(fold -> folder(work.toString(), fold)).toList();
  }

  private static Iterator<Tuple2<Integer, EncodedComparison>> learners(
      PairEncoding.Encoded encoded, int folds) {
    List<Tuple2<Integer, EncodedComparison>> copies = new ArrayList<>(folds - 1);
    for (int model = 0; model < folds; model++) {
      if (model != encoded.fold()) {
        copies.add(new Tuple2<>(model, encoded.kept().get(0)));
      }
    }

    return copies.iterator();
  }

  private static Path folder(String work, int fold) {
    return new Path(work, "fold-" + fold);
  }

  /** Trains one model on the pairs of a partition and publishes it. */
  private record FoldTask(
      ReplicaSource source, TrainingSettings settings, ArtifactDescription description, String work)
      implements Function2<
          Integer, Iterator<Tuple2<Integer, EncodedComparison>>, Iterator<Integer>> {

    @Override
    public Iterator<Integer> call(Integer fold, Iterator<Tuple2<Integer, EncodedComparison>> pairs)
        throws IOException {
      Configuration configuration = Executors.hadoop();
      Path target = folder(work, fold);
      FileSystem files = target.getFileSystem(configuration);
      if (!isFinished(files, new Path(target, FINISHED))) {
        List<EncodedComparison> mine = new ArrayList<>();
        pairs.forEachRemaining(pair -> mine.add(pair._2()));
        publish(train(mine), configuration, target);
      }

      return List.of(fold).iterator();
    }

    /** A file that is being written can be seen on some file systems, without length. */
    private static boolean isFinished(FileSystem files, Path last) throws IOException {
      return files.exists(last) && files.getFileStatus(last).getLen() > 0;
    }

    /** One at a time in a process, since each uses all threads that the executor has. */
    private RewardModelArtifact train(List<EncodedComparison> pairs) throws IOException {
      synchronized (ExecutorReplica.class) {
        try (TrainingReplica replica = source.open()) {
          LocalWorkers workers = new LocalWorkers(replica, pairs, List.of(), description.seed());
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
