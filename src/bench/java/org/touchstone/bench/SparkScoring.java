package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.model.ConversationEncoder;
import org.touchstone.model.EncodedConversation;
import org.touchstone.model.InitialWeights;
import org.touchstone.model.RewardModel;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.model.TorchRuntime;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.LinearArchitecture;
import org.touchstone.model.program.TokenSpace;
import org.touchstone.preference.Comparison;
import org.touchstone.score.ScoreSettings;
import org.touchstone.score.Scoring;

/**
 * Scoring of real feedback through Spark, beside a loop in plain Java that encodes the same texts,
 * sorts them, and runs the same batches on one thread: what Spark costs, in one run.
 */
final class SparkScoring {

  private static final int ROUNDS = 5;
  private static final int MAX_TOKENS = 512;
  private static final int MAX_PROMPT_TOKENS = 256;
  private static final int BARE_TOKENS = 4_096;
  private static final ScoreSettings SETTINGS = new ScoreSettings(8_192, 4_096);

  private final Dataset<Row> table;
  private final List<Comparison> comparisons;
  private final Path tokenizer;

  private SparkScoring(SparkSession spark, int rows) throws IOException {
    BenchmarkCorpus corpus = BenchmarkCorpus.of(spark, rows);
    this.table = corpus.table();
    this.comparisons = corpus.comparisons();
    this.tokenizer = corpus.tokenizer();
  }

  static void print() throws IOException {
    SparkSession spark = SparkSession.builder().getOrCreate();
    SparkScoring decoder = new SparkScoring(spark, 300);
    decoder.compare(BenchmarkModels.SMALL, "decoder of 4.8M weights in products");
    SparkScoring linear = new SparkScoring(spark, 7_000);
    linear.compare(
        new LinearArchitecture(1 << 18, LinearArchitecture.Damping.SQUARE_ROOT), "linear, 2^18");
  }

  private void compare(Architecture architecture, String name) throws IOException {
    RewardModelArtifact artifact = artifact(architecture);
    Scoring scoring = Scoring.with(artifact.directory().toString(), SETTINGS);
    double[] ratios = new double[ROUNDS];
    double best = 0;
    bareSeconds(artifact);
    sparkSeconds(scoring);
    for (int round = 0; round < ROUNDS; round++) {
      double bare = bareSeconds(artifact);
      double through = sparkSeconds(scoring);
      ratios[round] = bare / through;
      best = Math.max(best, 2.0 * comparisons.size() / through);
    }

    Arrays.sort(ratios);
    String size =
        "%d replies of hh-rlhf through Spark, %s, %d threads, median of %d pairs of runs"
            .formatted(2 * comparisons.size(), name, TorchRuntime.threads(), ROUNDS);
    new Measurement("score", "share-of-bare-loop", ratios[ROUNDS / 2], size).print();
    double perCore = best / TorchRuntime.threads();
    String metric =
        architecture instanceof LinearArchitecture
            ? "linear-replies-per-s-per-core"
            : "decoder-replies-per-s-per-core";
    new Measurement("score", metric, perCore, size + ", tokenizing included, the best run").print();
  }

  private double sparkSeconds(Scoring scoring) {
    long start = System.nanoTime();
    scoring.apply(table).write().format("noop").mode("overwrite").save();
    return (System.nanoTime() - start) / 1e9;
  }

  private double bareSeconds(RewardModelArtifact artifact) throws IOException {
    long start = System.nanoTime();
    try (RewardModel model = RewardModel.open(artifact.directory());
        ConversationEncoder encoder =
            ConversationEncoder.open(artifact.directory(), artifact.description().limits())) {
      List<int[]> texts = new ArrayList<>();
      for (Comparison comparison : comparisons) {
        for (EncodedConversation encoded :
            encoder.encodeReplies(comparison.prompt(), comparison.replies())) {
          texts.add(encoded.ids());
        }
      }

      texts.sort(Comparator.comparingInt((int[] ids) -> ids.length).reversed());
      for (int from = 0; from < texts.size(); ) {
        int count = Math.max(1, BARE_TOKENS / texts.get(from).length);
        int to = Math.min(texts.size(), from + count);
        model.rewards(texts.subList(from, to).toArray(int[][]::new));
        from = to;
      }
    }

    return (System.nanoTime() - start) / 1e9;
  }

  private RewardModelArtifact artifact(Architecture architecture) throws IOException {
    try (ConversationEncoder encoder =
        ConversationEncoder.open(
            tokenizer, new org.touchstone.model.EncodingLimits(MAX_PROMPT_TOKENS, MAX_TOKENS))) {
      TokenSpace tokens = new TokenSpace(encoder.vocabularySize(), encoder.padId(), MAX_TOKENS);
      return RewardModelArtifact.write(
          Files.createTempDirectory("touchstone-bench-"),
          ArtifactDescription.untrained(architecture, tokens, MAX_PROMPT_TOKENS, Map.of(), 1),
          new InitialWeights(1),
          tokenizer,
          Map.of());
    }
  }
}
