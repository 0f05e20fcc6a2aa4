package org.touchstone.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.udf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.apache.spark.ml.feature.MinHashLSH;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;
import org.touchstone.deduplicate.Deduplicated;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.text.Normaliser;
import org.touchstone.text.Windows;

/**
 * The MinHash of Spark MLlib on the same replies and shingles, both from Parquet to Parquet; its
 * tables are raised until it misses no more than one pair in a hundred that we find.
 *
 * <p>Two corpora: generated ones, whose words are drawn one by one, so that unlike texts share no
 * shingle, which is the best case of a table of single hashes; and replies of people and models,
 * which share what all people say.
 */
final class MinHashLshPeer {

  private static final double DISTANCE = 0.2 + 1e-9;
  private static final double LESS_RECALL = 0.01;
  private static final int MAX_TABLES = 64;
  private static final int ROUNDS = 3;
  private static final DataType VECTORS = SQLDataTypes.VectorType();
  private static final int INDEX = (1 << 30) - 1;

  private final SparkSession spark;
  private final Path folder;

  private MinHashLshPeer(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  static void compare(SparkSession spark, Path folder, PlantedReplies corpus) {
    List<String> replies = new ArrayList<>();
    for (long number = 0; number < corpus.replies(); number++) {
      replies.add(corpus.reply(number));
    }

    compare(spark, folder, "generated-" + corpus.replies(), replies);
  }

  /** Takes replies of the quickstart, and copies of some in which one word is another. */
  static void compareReal(SparkSession spark, Path folder, int number) throws IOException {
    List<String> replies = new ArrayList<>();
    for (Comparison comparison : BenchmarkCorpus.comparisons(spark, number / 2)) {
      comparison.replies().forEach(reply -> replies.add(reply.messages().get(0).content()));
    }

    SplittableRandom random = new SplittableRandom(3);
    for (int copied = 0; replies.size() < number; copied++) {
      String[] words = replies.get(copied).split(" ");
      words[random.nextInt(words.length)] = "another";
      replies.add(String.join(" ", words));
    }

    compare(spark, folder, "real", replies);
  }

  private static void compare(SparkSession spark, Path folder, String name, List<String> replies) {
    List<String> texts = replies.stream().map(Normaliser.V2::apply).toList();
    Set<Long> truth = similarPairs(numbered(texts));
    MinHashLshPeer peer = new MinHashLshPeer(spark, folder.resolve("peer-" + name));
    comparisons(spark, replies).repartition(4).write().parquet(peer.path("in"));
    peer.ourSearch();
    double ours = peer.ourRecall(texts, truth);
    int tables = 0;
    double theirs = 0;
    while (theirs < ours - LESS_RECALL && tables < MAX_TABLES) {
      tables++;
      peer.theirSearch(tables);
      theirs = peer.theirRecall(truth);
    }

    int enough = tables;
    double ratio = PairedRatio.of(ROUNDS, () -> peer.theirSearch(enough), peer::ourSearch);
    new Measurement(
            "deduplicate",
            "vs-mllib-minhash-" + name,
            ratio,
            "%,d replies, Parquet to Parquet; MLlib with %d tables, replies to similar pairs, recall %.4f;"
                    .formatted(replies.size(), tables, theirs)
                + " ours prompts and replies to marked rows, recall %.4f; %,d pairs"
                    .formatted(ours, truth.size()))
        .print();
  }

  /** Two replies a comparison, under prompts that are like no other. */
  private static Dataset<Row> comparisons(SparkSession spark, List<String> replies) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < replies.size(); i += 2) {
      Message prompt = new Message(Role.USER, HardCorporaBenchmark.unlike(i));
      Comparison pair =
          Comparison.pair(
              List.of(prompt), reply(replies.get(i)), reply(replies.get(i + 1)), "benchmark");
      rows.add(ComparisonTable.toRow(pair, i));
    }

    return spark.createDataFrame(rows, ComparisonTable.SCHEMA);
  }

  private static Reply reply(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void ourSearch() {
    try (Deduplicated found = DeduplicateBenchmark.search(spark.read().parquet(path("in")))) {
      found.comparisons().write().mode("overwrite").parquet(path("ours"));
    }
  }

  private double ourRecall(List<String> texts, Set<Long> truth) {
    Map<String, String> clusters = new HashMap<>();
    for (Row row :
        spark
            .read()
            .parquet(path("ours"))
            .select(Columns.REPLIES, Columns.REPLY_CLUSTERS)
            .collectAsList()) {
      List<Row> replies = row.getList(0);
      List<String> names = row.getList(1);
      for (int i = 0; i < names.size(); i++) {
        List<Row> messages = replies.get(i).getList(1);
        clusters.put(Normaliser.V2.apply(messages.get(0).getString(1)), names.get(i));
      }
    }

    long together =
        truth.stream()
            .filter(
                pair ->
                    Objects.equals(
                        clusters.get(texts.get((int) (pair >>> 32))),
                        clusters.get(texts.get((int) (long) pair))))
            .count();
    return (double) together / truth.size();
  }

  /**
   * What a user of MLlib writes: shingles to vectors, kept in memory for both sides of the join.
   */
  private void theirSearch(int tables) {
    UserDefinedFunction vector = udf((UDF1<String, Vector>) MinHashLshPeer::vector, VECTORS);
    Dataset<Row> vectors =
        spark
            .read()
            .parquet(path("in"))
            .select(col(Columns.OCCURRENCE), posexplode(col(Columns.REPLIES)))
            .select(
                col(Columns.OCCURRENCE).plus(col("pos")).as("id"),
                vector.apply(col("col.messages").getItem(0).getField("content")).as("features"))
            .persist();
    MinHashLSH lsh =
        new MinHashLSH()
            .setInputCol("features")
            .setOutputCol("hashes")
            .setNumHashTables(tables)
            .setSeed(7);
    lsh.fit(vectors)
        .approxSimilarityJoin(vectors, vectors, DISTANCE)
        .select(col("datasetA.id").as("a"), col("datasetB.id").as("b"))
        .filter("a < b")
        .write()
        .mode("overwrite")
        .parquet(path("theirs"));
    vectors.unpersist();
  }

  private double theirRecall(Set<Long> truth) {
    Set<Long> pairs = new HashSet<>();
    for (Row pair : spark.read().parquet(path("theirs")).collectAsList()) {
      pairs.add(pair(pair.getInt(0), pair.getInt(1)));
    }

    return (double) truth.stream().filter(pairs::contains).count() / truth.size();
  }

  /** The shingles that we sign, as the indices of ones. */
  private static Vector vector(String reply) {
    Windows windows = windows(Normaliser.V2.apply(reply));
    int[] indices =
        windows == null
            ? new int[] {reply.hashCode() & INDEX} // MLlib takes no empty vectors
            : Arrays.stream(windows.hashes())
                .mapToInt(hash -> (int) (hash >>> 34))
                .sorted()
                .distinct()
                .toArray();
    double[] ones = new double[indices.length];
    Arrays.fill(ones, 1);
    return Vectors.sparse(INDEX + 1, indices, ones);
  }

  /** Shingles of words where the text has enough of them, else of characters; null for no text. */
  private static @Nullable Windows windows(String text) {
    List<Windows> kinds = PlantedTruth.SHINGLING.windows(text);
    return kinds.isEmpty() ? null : kinds.get(kinds.size() - 1);
  }

  /**
   * The shingles of each text, of words where it has enough of them, numbered from 0 in the order
   * in which they are met.
   */
  private static List<Set<Integer>> numbered(List<String> texts) {
    Map<Long, Integer> numbers = new HashMap<>();
    List<Set<Integer>> sets = new ArrayList<>();
    for (String text : texts) {
      Set<Integer> set = new HashSet<>();
      Windows windows = windows(text);
      if (windows != null) {
        for (long shingle : windows.hashes()) {
          long kept = shingle ^ windows.kind().ordinal();
          set.add(numbers.computeIfAbsent(kept, met -> numbers.size()));
        }
      }

      sets.add(set);
    }

    return sets;
  }

  /** All pairs with similarity 0.8 or more, by counting what each text shares with earlier ones. */
  private static Set<Long> similarPairs(List<Set<Integer>> sets) {
    Map<Integer, List<Integer>> holders = new HashMap<>();
    Set<Long> similar = new HashSet<>();
    for (int text = 0; text < sets.size(); text++) {
      Map<Integer, Integer> shared = new HashMap<>();
      for (int shingle : sets.get(text)) {
        List<Integer> before = holders.computeIfAbsent(shingle, one -> new ArrayList<>());
        before.forEach(other -> shared.merge(other, 1, Integer::sum));
        before.add(text);
      }

      int size = sets.get(text).size();
      int number = text;
      shared.forEach(
          (other, count) -> {
            if (count >= 0.8 * (size + sets.get(other).size() - count)) {
              similar.add(pair(other, number));
            }
          });
    }

    return similar;
  }

  private static long pair(int first, int second) {
    return ((long) first << 32) | second;
  }
}
