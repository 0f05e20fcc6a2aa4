package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.touchstone.deduplicate.Deduplicated;
import org.touchstone.deduplicate.Deduplication;
import org.touchstone.deduplicate.DeduplicationSettings;
import org.touchstone.schema.Columns;
import org.touchstone.text.Normaliser;

/** Deduplication of generated corpora from Parquet to Parquet, with what it found and missed. */
public final class DeduplicateBenchmark {

  private static final int SHORT_BYTES = 500;
  private static final int SHORT_PROMPT_BYTES = 200;
  private static final int LONG_BYTES = 4_000;
  private static final int SAMPLED_FAMILIES = 2_000;
  private static final double MEGABYTE = 1e6;

  private final SparkSession spark;
  private final Path folder;

  private DeduplicateBenchmark(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /**
   * Prints the rates at three sizes, recall and precision, whether partitions change anything, and
   * the comparison with Spark's own MinHash.
   *
   * @param arguments the largest number of replies of 0.5 kB; 1,000,000 if absent
   * @throws IOException if the generated corpora cannot be kept
   */
  public static void main(String[] arguments) throws IOException {
    long most = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
    SparkSession spark = session();
    Path folder = Files.createTempDirectory("touchstone-bench-");
    DeduplicateBenchmark benchmark = new DeduplicateBenchmark(spark, folder);
    benchmark.seconds(new PlantedReplies(20_000, SHORT_BYTES, SHORT_PROMPT_BYTES)); // warms up
    new ProbesBenchmark(spark).measure();
    benchmark.againstTheFirstForm(new PlantedReplies(most / 10, SHORT_BYTES, SHORT_PROMPT_BYTES));
    MinHashLshPeer.compareReal(spark, folder, 20_000);
    for (long replies : new long[] {20_000, 60_000}) { // MLlib compares all that share one hash
      PlantedReplies corpus = new PlantedReplies(replies, SHORT_BYTES, SHORT_PROMPT_BYTES);
      MinHashLshPeer.compare(spark, folder, corpus);
    }

    for (long replies = most / 100; replies <= most; replies *= 10) {
      benchmark.repliesPerSecond(new PlantedReplies(replies, SHORT_BYTES, SHORT_PROMPT_BYTES));
    }

    benchmark.foundAndMissed(new PlantedReplies(most, SHORT_BYTES, SHORT_PROMPT_BYTES));
    benchmark.megabytesPerSecond(new PlantedReplies(most / 10, LONG_BYTES, LONG_BYTES));
    benchmark.partitions(new PlantedReplies(most / 10, SHORT_BYTES, SHORT_PROMPT_BYTES));
  }

  /** A session with the partitions that a job has when it runs embedded. */
  static SparkSession session() {
    int partitions = 2 * Runtime.getRuntime().availableProcessors();
    return SparkSession.builder()
        .config("spark.sql.shuffle.partitions", Integer.toString(partitions))
        .getOrCreate();
  }

  /** How long a search takes that keeps symbols, over one that compares words alone. */
  private void againstTheFirstForm(PlantedReplies corpus) {
    seconds(corpus);
    double ratio =
        PairedRatio.of(3, () -> mark(corpus, Normaliser.V2), () -> mark(corpus, Normaliser.V1));
    new Measurement(
            "deduplicate",
            "seconds-v2-over-v1",
            ratio,
            "%,d replies of %,d B, Parquet to Parquet, forms taking turns"
                .formatted(corpus.replies(), corpus.replyBytes()))
        .print();
  }

  private void mark(PlantedReplies corpus, Normaliser form) {
    try (Deduplicated found = search(spark.read().parquet(in(corpus)), form)) {
      found.comparisons().write().mode("overwrite").parquet(out(corpus) + form);
    }
  }

  private void repliesPerSecond(PlantedReplies corpus) {
    double seconds = seconds(corpus);
    new Measurement(
            "deduplicate",
            "replies-per-s-per-core",
            corpus.replies() / seconds / cores(),
            size(corpus, seconds))
        .print();
  }

  private void megabytesPerSecond(PlantedReplies corpus) {
    double seconds = seconds(corpus);
    long bytes =
        spark
            .read()
            .parquet(in(corpus))
            .selectExpr(
                "sum(aggregate(prompt, 0L, (n, m) -> n + octet_length(m.content))"
                    + " + aggregate(replies, 0L, (n, r) -> n + octet_length(r.messages[0].content)))")
            .head()
            .getLong(0);
    new Measurement(
            "deduplicate",
            "mb-per-s-per-core",
            bytes / MEGABYTE / seconds / cores(),
            "%.0f MB in UTF-8, %s".formatted(bytes / MEGABYTE, size(corpus, seconds)))
        .print();
  }

  private void foundAndMissed(PlantedReplies corpus) {
    Dataset<Row> found = spark.read().parquet(out(corpus));
    PlantedTruth truth = PlantedTruth.of(corpus, SAMPLED_FAMILIES, found);
    String of =
        "%,d pairs with similarity from 0.8 on among %,d families of four of %,d replies, by brute force"
            .formatted(truth.similarPairs(), SAMPLED_FAMILIES, corpus.replies());
    new Measurement("deduplicate", "recall", truth.recall(), of).print();
    new Measurement(
            "deduplicate",
            "precision",
            truth.precision(),
            "%,d pairs of one cluster that brute force connects".formatted(truth.clusteredPairs()))
        .print();
  }

  private void partitions(PlantedReplies corpus) {
    Dataset<Row> rows = spark.read().parquet(in(corpus));
    long expected = 0;
    double same = 1;
    for (int partitions : new int[] {1, 7, 64}) {
      long digest = digest(rows.repartition(partitions));
      same = expected == 0 || digest == expected ? same : 0;
      expected = digest;
    }

    new Measurement(
            "deduplicate",
            "same-for-1-7-64-partitions",
            same,
            "sum of the hashes of all columns of %,d rows".formatted(corpus.replies() / 2))
        .print();
  }

  private static long digest(Dataset<Row> rows) {
    try (Deduplicated found = search(rows)) {
      return found
          .comparisons()
          .agg(
              functions.sum(
                  functions
                      .xxhash64(
                          functions.col(Columns.COMPARISON_ID),
                          functions.col(Columns.OCCURRENCE),
                          functions.col(Columns.PROMPT_CLUSTER),
                          functions.col(Columns.DUPLICATE_OF),
                          functions.col(Columns.DUPLICATE_KIND),
                          functions.col(Columns.SIMILARITY),
                          functions.col(Columns.CONTRADICTION),
                          functions.col(Columns.REPLY_CLUSTERS))
                      .divide(1L << 20)
                      .cast("long")))
          .head()
          .getLong(0);
    }
  }

  /** Generates the corpus where it is not there yet, and deduplicates it. */
  private double seconds(PlantedReplies corpus) {
    if (!Files.exists(Path.of(in(corpus)))) {
      corpus.table(spark, 4 * cores()).write().parquet(in(corpus));
    }

    long start = System.nanoTime();
    try (Deduplicated found = search(spark.read().parquet(in(corpus)))) {
      found.comparisons().write().mode("overwrite").parquet(out(corpus));
    }

    return (System.nanoTime() - start) / 1e9;
  }

  static Deduplicated search(Dataset<Row> rows) {
    return search(rows, Normaliser.V2);
  }

  static Deduplicated search(Dataset<Row> rows, Normaliser form) {
    DeduplicationSettings standard = DeduplicationSettings.standard();
    return new Deduplication(
            new DeduplicationSettings(standard.prompts(), standard.replies(), form))
        .apply(rows);
  }

  private String in(PlantedReplies corpus) {
    return folder.resolve("in-%d-%d".formatted(corpus.replies(), corpus.replyBytes())).toString();
  }

  private String out(PlantedReplies corpus) {
    return folder.resolve("out-%d-%d".formatted(corpus.replies(), corpus.replyBytes())).toString();
  }

  private int cores() {
    return spark.sparkContext().defaultParallelism();
  }

  private String size(PlantedReplies corpus, double seconds) {
    return String.format(
        Locale.ROOT,
        "%,d replies of %,d B under prompts of %,d B, Parquet to Parquet with verification, %.1f s on %d cores,"
            + " heap %,d MiB",
        corpus.replies(),
        corpus.replyBytes(),
        corpus.promptBytes(),
        seconds,
        cores(),
        Runtime.getRuntime().maxMemory() >> 20);
  }
}
