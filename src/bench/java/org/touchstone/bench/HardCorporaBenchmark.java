package org.touchstone.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.touchstone.deduplicate.Deduplicated;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.Normaliser;
import org.touchstone.text.ShingleSet;

/** Corpora that make deduplication run out of time or memory, or join what is not alike. */
public final class HardCorporaBenchmark {

  private static final int TEMPLATE_WORDS = 80;
  private static final int CHECKED_ROWS = 20_000;

  /** What a row number becomes. */
  private interface Corpus extends MapFunction<Long, Row>, Serializable {}

  private final SparkSession spark;
  private final double share;
  private final List<String> names;

  private HardCorporaBenchmark(SparkSession spark, double share, List<String> names) {
    this.spark = spark;
    this.share = share;
    this.names = names;
  }

  /**
   * Prints the seconds and the clusters of each corpus.
   *
   * @param arguments the share of the full sizes, 1 if absent; names of corpora, all if absent
   * @throws IOException if a corpus cannot be kept
   */
  public static void main(String[] arguments) throws IOException {
    double share = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1;
    List<String> names =
        List.of(arguments).subList(Math.min(1, arguments.length), arguments.length);
    HardCorporaBenchmark benchmark =
        new HardCorporaBenchmark(DeduplicateBenchmark.session(), share, names);
    Corpus filled = row -> row("Write the notice.", template(row, 1), "No.");
    benchmark.measure("template-filled", 200_000, filled);
    Corpus identical = row -> row(unlike(row), template(0, 0), unlike(-1 - row));
    benchmark.measure("identical-text", 1_000_000, identical);
    Corpus numbered = row -> row("Number " + row, template(0, 0), "no " + row);
    benchmark.measure("identical-text-numbered-prompts", 1_000_000, numbered);
    Corpus colliding = row -> row(unlike(row), template(row, 13), unlike(-1 - row));
    benchmark.measure("colliding-template", 859_091, colliding);
    Corpus chain = row -> row(link(row), "Yes.", "No.");
    benchmark.measure("chain", 100_000, chain);
  }

  private void measure(String name, long fullSize, Corpus corpus) throws IOException {
    if (!names.isEmpty() && !names.contains(name)) {
      return;
    }

    long rows = (long) (fullSize * share);
    Path folder = Files.createTempDirectory("touchstone-bench-");
    String in = folder.resolve("in").toString();
    String out = folder.resolve("out").toString();
    spark
        .range(0, rows, 1, 8)
        .map(corpus, Encoders.row(ComparisonTable.SCHEMA))
        .write()
        .parquet(in);
    long start = System.nanoTime();
    long crowded;
    try (Deduplicated found = DeduplicateBenchmark.search(spark.read().parquet(in))) {
      found.comparisons().write().parquet(out);
      crowded = found.crowdedTexts();
    }

    double seconds = (System.nanoTime() - start) / 1e9;
    Dataset<Row> marked = spark.read().parquet(out);
    Row counts =
        marked
            .agg(countDistinct(Columns.PROMPT_CLUSTER), countDistinct(Columns.DUPLICATE_OF))
            .head();
    long replyClusters = marked.select(explode(col(Columns.REPLY_CLUSTERS))).distinct().count();
    long duplicates = marked.filter(col(Columns.DUPLICATE_OF).isNotNull()).count();
    new Measurement(
            "hard-corpora",
            name + "-s",
            seconds,
            ("%,d rows: %,d prompt clusters, %,d reply clusters, %,d duplicates of %,d rows, %,d of which checked"
                    + " (least similarity %.3f), %,d texts in crowded buckets")
                .formatted(
                    rows,
                    counts.getLong(0),
                    replyClusters,
                    duplicates,
                    counts.getLong(1),
                    Math.min(CHECKED_ROWS, duplicates),
                    leastSimilarity(marked),
                    crowded))
        .print();
  }

  /** The least similarity of prompts and first replies of rows to the rows that they name. */
  private static double leastSimilarity(Dataset<Row> marked) {
    Dataset<Row> texts =
        marked.select(
            col(Columns.COMPARISON_ID).as("named"),
            col(Columns.PROMPT).getItem(0).getField(Columns.CONTENT).as("named_prompt"),
            reply().as("named_reply"));
    double least = 1;
    for (Row row :
        marked
            .filter(col(Columns.DUPLICATE_OF).isNotNull())
            .limit(CHECKED_ROWS)
            .select(
                col(Columns.DUPLICATE_OF).getField(Columns.COMPARISON_ID).as("named"),
                col(Columns.PROMPT).getItem(0).getField(Columns.CONTENT).as("prompt"),
                reply().as("reply"))
            .join(texts, "named")
            .select("prompt", "named_prompt", "reply", "named_reply")
            .collectAsList()) {
      least = Math.min(least, similarity(row.getString(0), row.getString(1)));
      least = Math.min(least, similarity(row.getString(2), row.getString(3)));
    }

    return least;
  }

  private static org.apache.spark.sql.Column reply() {
    return col(Columns.REPLIES)
        .getItem(0)
        .getField(Columns.MESSAGES)
        .getItem(0)
        .getField(Columns.CONTENT);
  }

  private static double similarity(String a, String b) {
    List<ShingleSet> left = PlantedTruth.SHINGLING.of(Normaliser.V2.apply(a));
    return ShingleSet.similarity(left, PlantedTruth.SHINGLING.of(Normaliser.V2.apply(b)), 0);
  }

  private static Row row(String prompt, String chosen, String rejected) {
    Message asked = new Message(Role.USER, prompt);
    return ComparisonTable.toRow(
        Comparison.pair(List.of(asked), said(chosen), said(rejected), "generated"), 0);
  }

  private static Reply said(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  /** The same 80 words, the last few of them other ones for each number. */
  private static String template(long number, int filled) {
    SplittableRandom random = new SplittableRandom(number);
    return LongStream.range(0, TEMPLATE_WORDS)
        .mapToObj(
            word ->
                word < TEMPLATE_WORDS - filled
                    ? "word" + word
                    : "x" + Long.toString(random.nextLong(), 36))
        .collect(Collectors.joining(" "));
  }

  /** A dozen words that no other number has. */
  static String unlike(long number) {
    SplittableRandom random = new SplittableRandom(~number);
    return LongStream.range(0, 12)
        .mapToObj(word -> Long.toString(random.nextLong() >>> 20, 36))
        .collect(Collectors.joining(" "));
  }

  /** A window of 80 words that moves on by seven words a link. */
  private static String link(long number) {
    return LongStream.range(7 * number, 7 * number + TEMPLATE_WORDS)
        .mapToObj(word -> "w" + Long.toString(word * 2_654_435_761L % 1_000_003, 36) + word)
        .collect(Collectors.joining(" "));
  }
}
