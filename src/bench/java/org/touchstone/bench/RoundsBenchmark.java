package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.touchstone.cluster.CheckpointPolicy;
import org.touchstone.cluster.Metrics;
import org.touchstone.cluster.TrainingRun;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.ConversationEncoder;
import org.touchstone.model.EncodedConversation;
import org.touchstone.model.EncodingLimits;
import org.touchstone.model.InitialWeights;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.DecoderArchitecture;
import org.touchstone.model.program.TokenSpace;
import org.touchstone.preference.Comparison;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ContentIds;
import org.touchstone.train.Checkpoints;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.LocalWorkers;
import org.touchstone.train.LossSettings;
import org.touchstone.train.OptimizerSettings;
import org.touchstone.train.Recomputation;
import org.touchstone.train.TrainingLoop;
import org.touchstone.train.TrainingProgress;
import org.touchstone.train.TrainingReplica;
import org.touchstone.train.TrainingSettings;

/**
 * What a training round costs beyond its gradient: the same steps over the same pairs, as Spark
 * jobs on an embedded executor and as a plain loop in the same process.
 */
public final class RoundsBenchmark {

  private static final int MAX_TOKENS = 128;
  private static final int MAX_PROMPT_TOKENS = 48;
  private static final EncodingLimits LIMITS = new EncodingLimits(MAX_PROMPT_TOKENS, MAX_TOKENS);
  private static final TrainingSettings SETTINGS =
      new TrainingSettings(
          2,
          16,
          8_192,
          1,
          OptimizerSettings.usual(1e-4),
          LossSettings.BRADLEY_TERRY,
          Recomputation.NONE);

  private RoundsBenchmark() {}

  /**
   * Prints round-overhead-s for a small and a larger payload.
   *
   * @param arguments none
   * @throws IOException if the temporary models cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    SparkSession spark = SparkSession.builder().getOrCreate();
    BenchmarkCorpus corpus = BenchmarkCorpus.of(spark, 400);
    measure(spark, corpus, new DecoderArchitecture(32, 2, 2, 1, 64, 10_000, 1e-6));
    measure(spark, corpus, BenchmarkModels.SMALL);
  }

  private static void measure(SparkSession spark, BenchmarkCorpus corpus, Architecture architecture)
      throws IOException {
    ArtifactDescription untrained = untrained(corpus, architecture);
    long parameters =
        architecture.tensors(untrained.tokens()).stream().mapToLong(t -> t.elements()).sum();
    double local = localStep(corpus, untrained);
    double rounds = sparkStep(spark, corpus, untrained);
    String size =
        "median step of 16 pairs through Spark, one embedded executor, %.1f MiB of parameters; a plain step takes %.3f s"
            .formatted(parameters * 4.0 / (1 << 20), local);
    new Measurement("rounds", "round-overhead-s", rounds - local, size).print();
  }

  private static ArtifactDescription untrained(BenchmarkCorpus corpus, Architecture architecture)
      throws IOException {
    try (ConversationEncoder encoder = ConversationEncoder.open(corpus.tokenizer(), LIMITS)) {
      return ArtifactDescription.untrained(
          architecture,
          new TokenSpace(encoder.vocabularySize(), encoder.padId(), MAX_TOKENS),
          MAX_PROMPT_TOKENS,
          Map.of(),
          1);
    }
  }

  private static double sparkStep(
      SparkSession spark, BenchmarkCorpus corpus, ArtifactDescription untrained)
      throws IOException {
    Dataset<Row> table =
        corpus.table().withColumn(Columns.PROMPT_CLUSTER, functions.col(Columns.COMPARISON_ID));
    Path work = Files.createTempDirectory("touchstone-bench-");
    TrainingRun run =
        new TrainingRun(
            spark,
            new TrainingRun.Request(
                untrained,
                new InitialWeights(untrained.seed()),
                corpus.tokenizer(),
                SETTINGS,
                1,
                new CheckpointPolicy(Duration.ofHours(1), 1),
                new org.apache.hadoop.fs.Path(work.toUri())));
    StepTimes times = new StepTimes();
    run.run(table, table.limit(0), new Metrics(times), Map.of(), Map.of());
    return times.median();
  }

  private static double localStep(BenchmarkCorpus corpus, ArtifactDescription untrained)
      throws IOException {
    RewardModelArtifact artifact =
        RewardModelArtifact.write(
            Files.createTempDirectory("touchstone-bench-"),
            untrained,
            new InitialWeights(1),
            corpus.tokenizer(),
            Map.of());
    StepTimes times = new StepTimes();
    try (TrainingReplica replica =
        TrainingReplica.open(
            artifact.directory(), SETTINGS.maxTokensPerBatch(), SETTINGS.optimizer())) {
      LocalWorkers workers = new LocalWorkers(replica, pairs(corpus), List.of(), 1);
      new TrainingLoop(replica, workers, SETTINGS, Checkpoints.NONE, times).run();
    }

    return times.median();
  }

  private static List<EncodedComparison> pairs(BenchmarkCorpus corpus) throws IOException {
    List<EncodedComparison> pairs = new ArrayList<>();
    try (ConversationEncoder encoder = ConversationEncoder.open(corpus.tokenizer(), LIMITS)) {
      for (Comparison comparison : corpus.comparisons()) {
        List<EncodedConversation> replies =
            encoder.encodeReplies(comparison.prompt(), comparison.replies());
        String group = ContentIds.ofComparison(comparison);
        pairs.add(
            EncodedComparison.pair(group, replies.get(0).ids(), replies.get(1).ids(), 0f, 1f));
      }
    }

    return pairs;
  }

  /** The time between one step and the next. */
  private static final class StepTimes implements TrainingProgress.Listener {
    private final List<Double> seconds = new ArrayList<>();
    private long last = System.nanoTime();

    @Override
    public void onStep(TrainingProgress progress) {
      long now = System.nanoTime();
      seconds.add((now - last) / 1e9);
      last = now;
    }

    double median() {
      List<Double> sorted = new ArrayList<>(seconds.subList(seconds.size() / 4, seconds.size()));
      Collections.sort(sorted);
      return sorted.get(sorted.size() / 2);
    }
  }
}
