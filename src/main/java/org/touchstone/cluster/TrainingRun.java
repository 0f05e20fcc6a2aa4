package org.touchstone.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.WeightSource;
import org.touchstone.schema.Columns;
import org.touchstone.train.TrainedArtifact;
import org.touchstone.train.TrainingLoop;
import org.touchstone.train.TrainingProgress.Validation;
import org.touchstone.train.TrainingReplica;
import org.touchstone.train.TrainingSettings;

/**
 * One training run on the executors of a cluster, in rounds that are ordinary Spark jobs.
 *
 * <p>The driver holds the parameters and makes the steps; executors hold the pairs and work out
 * gradients. What a run needs to go on after any failure is in its checkpoints; everything on the
 * executors is a cache.
 */
public final class TrainingRun {

  private final SparkSession spark;
  private final Request request;

  /**
   * What to train.
   *
   * @param untrained the model: architecture, tokens, truncation, seed
   * @param weights first values of its parameters
   * @param tokenizer local folder with the tokenizer's files
   * @param settings how to train
   * @param workers executors that take part; 0 for all there are
   * @param checkpoints when one is written, and how many stay
   * @param work folder for the untrained artifact and checkpoints, on storage that all executors
   *     see; found again by a later run of the same work
   */
  public record Request(
      ArtifactDescription untrained,
      WeightSource weights,
      Path tokenizer,
      TrainingSettings settings,
      int workers,
      CheckpointPolicy checkpoints,
      org.apache.hadoop.fs.Path work) {}

  /**
   * A trained model.
   *
   * @param artifact on the driver's disk
   * @param validation how it did on the validation pairs; null if there were none
   * @param encoding what became of the judgements
   */
  public record Trained(
      RewardModelArtifact artifact, @Nullable Validation validation, EncodingCounts encoding) {}

  /**
   * Prepares a run.
   *
   * @param spark the session
   * @param request what to train
   */
  public TrainingRun(SparkSession spark, Request request) {
    this.spark = spark;
    this.request = request;
  }

  /**
   * Trains on some comparisons, and measures on others.
   *
   * @param training comparisons with a prompt cluster
   * @param validation likewise; may be empty, then the last parameters are kept
   * @param metrics told of every step, and asked for {@code metrics.jsonl}
   * @param provenance data, code and settings, for the artifact
   * @param versions of what shapes the numbers, for the artifact
   * @return the best parameters as an artifact
   * @throws IOException if a file cannot be read or written
   */
  public Trained run(
      Dataset<Row> training,
      Dataset<Row> validation,
      Metrics metrics,
      Map<String, String> provenance,
      Map<String, String> versions)
      throws IOException {
    Path local = LocalCopies.temporaryFolder();
    RewardModelArtifact initial = initial(local);
    ReplicaSource source = source(upload(initial));
    long seed = request.untrained().seed();
    try (EncodedPairs trainingPairs = EncodedPairs.of(training, encoding(source));
        EncodedPairs validationPairs = EncodedPairs.of(validation, encoding(source));
        SparkWorkers held =
            new SparkWorkers(
                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                source,
                trainingPairs.kept(),
                validationPairs.kept(),
                workers(),
                seed);
        TrainingReplica replica = source.open()) {
      CheckpointFolder checkpoints =
          new CheckpointFolder(
              configuration(),
              new org.apache.hadoop.fs.Path(request.work(), "checkpoints"),
              request.checkpoints(),
              request.settings());
      Validation best =
          new TrainingLoop(replica, held, request.settings(), checkpoints, metrics).run();
      ArtifactDescription description =
          Publication.described(request.untrained(), best, provenance, versions);
      RewardModelArtifact trained =
          TrainedArtifact.write(
              local.resolve("trained"),
              initial.directory(),
              replica.parameters(),
              description,
              Map.of("metrics.jsonl", metrics.lines()));
      return new Trained(trained, best, trainingPairs.counts().plus(validationPairs.counts()));
    }
  }

  /**
   * Trains one model a fold, each on all other folds.
   *
   * @param comparisons with a prompt cluster and a fold
   * @param folds how many
   * @param provenance data, code and settings, for the artifacts
   * @param versions of what shapes the numbers, for the artifacts
   * @return the folders of the artifacts, in the order of the folds they were not trained on
   * @throws IOException if a file cannot be read or written
   */
  public List<org.apache.hadoop.fs.Path> crossFit(
      Dataset<Row> comparisons,
      int folds,
      Map<String, String> provenance,
      Map<String, String> versions)
      throws IOException {
    Dataset<Row> folded = comparisons.filter(functions.col(Columns.FOLD).isNotNull());
    List<Curriculum.AllButFold> curricula =
        IntStream.range(0, folds).mapToObj(Curriculum.AllButFold::new).toList();
    List<IndependentModel> models = independent(folded, curricula, provenance, versions);
    for (int fold = 0; fold < folds; fold++) {
      if (models.get(fold).comparisons() == 0) {
        throw new IllegalArgumentException(
            "Cannot cross-fit: no pair is left outside fold %d".formatted(fold));
      }
    }

    return models.stream().map(IndependentModel::artifact).toList();
  }

  /**
   * Trains many models side by side, each as one task; a repeated run trains the missing ones only.
   *
   * @param comparisons rows of all of them
   * @param curricula what each learns from
   * @param provenance what the models rest on
   * @param versions of what they were made with
   * @return the models, in the order of the curricula; one for which no pair was left has no
   *     artifact
   * @throws IOException if a file cannot be read or written
   */
  public List<IndependentModel> independent(
      Dataset<Row> comparisons,
      List<? extends Curriculum> curricula,
      Map<String, String> provenance,
      Map<String, String> versions)
      throws IOException {
    Path local = LocalCopies.temporaryFolder();
    ReplicaSource source = source(upload(initial(local)));
    return new IndependentModels(source, request.settings(), request.untrained(), request.work())
        .run(comparisons, curricula, encoding(source), provenance, versions);
  }

  /** Asked for once the pairs are encoded: by then the executors have registered. */
  private int workers() {
    return request.workers() > 0 ? request.workers() : Executors.count(spark);
  }

  private PairEncoding encoding(ReplicaSource source) {
    return new PairEncoding(
        source.artifactFolder(), request.untrained().limits(), request.settings().loss());
  }

  private ReplicaSource source(org.apache.hadoop.fs.Path initial) {
    return new ReplicaSource(initial.toString(), request.settings(), Executors.threads(spark));
  }

  private RewardModelArtifact initial(Path local) throws IOException {
    return RewardModelArtifact.write(
        local.resolve("initial"),
        request.untrained(),
        request.weights(),
        request.tokenizer(),
        Map.of());
  }

  /** Equal seeds make equal bytes, so what an earlier run left there is the same. */
  private org.apache.hadoop.fs.Path upload(RewardModelArtifact initial) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(request.work(), "initial");
    FileSystem files = folder.getFileSystem(configuration());
    files.delete(folder, true);
    Publication.upload(configuration(), initial.directory(), folder);
    return files.makeQualified(folder);
  }

  private Configuration configuration() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
