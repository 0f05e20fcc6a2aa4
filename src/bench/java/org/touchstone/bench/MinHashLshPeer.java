package org.touchstone.bench;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
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
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
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
 * The MinHash of Spark MLlib on the same replies and shingles, which come to it as cached vectors;
 * its tables are raised until it misses no more than one pair in a hundred that we find.
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
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.IntegerType, false)
          .add("features", SQLDataTypes.VectorType(), false);

  private MinHashLshPeer() {}

  static void compare(SparkSession spark, PlantedReplies corpus) {
    List<String> replies = new ArrayList<>();
    for (long number = 0; number < corpus.replies(); number++) {
      replies.add(corpus.reply(number));
    }

    compare(spark, "generated", replies);
  }

  /** Takes replies of the quickstart, and copies of some in which one word is another. */
  static void compareReal(SparkSession spark, int number) throws IOException {
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

    compare(spark, "real", replies);
  }

  private static void compare(SparkSession spark, String name, List<String> replies) {
    List<String> texts = replies.stream().map(Normaliser.V1::apply).toList();
    List<Set<Integer>> sets = numbered(texts);
    Set<Long> truth = similarPairs(sets);
    Dataset<Row> vectors = vectors(spark, sets).repartition(4).persist();
    Dataset<Row> rows = comparisons(spark, replies).repartition(4).persist();
    vectors.count();
    rows.count();
    double ours = ourRecall(rows, texts, truth);
    int tables = 1;
    double theirs = recall(pairs(vectors, tables), truth);
    while (theirs < ours - LESS_RECALL && tables < MAX_TABLES) {
      tables++;
      theirs = recall(pairs(vectors, tables), truth);
    }

    int enough = tables;
    double ratio = PairedRatio.of(ROUNDS, () -> pairs(vectors, enough), () -> ourSearch(rows));
    new Measurement(
            "deduplicate",
            "vs-mllib-minhash-" + name,
            ratio,
            "%,d replies; MLlib with %d tables from cached vectors to pairs, recall %.4f; ours from texts of"
                    .formatted(replies.size(), tables, theirs)
                + " prompts and replies to marked rows, recall %.4f; %,d pairs"
                    .formatted(ours, truth.size()))
        .print();
    vectors.unpersist();
    rows.unpersist();
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

  private static void ourSearch(Dataset<Row> rows) {
    try (Deduplicated found = DeduplicateBenchmark.search(rows)) {
      found.comparisons().write().format("noop").mode("overwrite").save();
    }
  }

  private static double ourRecall(Dataset<Row> rows, List<String> texts, Set<Long> truth) {
    Map<String, String> clusters = new HashMap<>();
    try (Deduplicated found = DeduplicateBenchmark.search(rows)) {
      for (Row row :
          found.comparisons().select(Columns.REPLIES, Columns.REPLY_CLUSTERS).collectAsList()) {
        List<Row> replies = row.getList(0);
        List<String> names = row.getList(1);
        for (int i = 0; i < names.size(); i++) {
          List<Row> messages = replies.get(i).getList(1);
          clusters.put(Normaliser.V1.apply(messages.get(0).getString(1)), names.get(i));
        }
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

  private static Set<Long> pairs(Dataset<Row> vectors, int tables) {
    MinHashLSH lsh =
        new MinHashLSH()
            .setInputCol("features")
            .setOutputCol("hashes")
            .setNumHashTables(tables)
            .setSeed(7);
    Set<Long> pairs = new HashSet<>();
    for (Row pair :
        lsh.fit(vectors)
            .approxSimilarityJoin(vectors, vectors, DISTANCE)
            .select(col("datasetA.id"), col("datasetB.id"))
            .filter("datasetA.id < datasetB.id")
            .collectAsList()) {
      pairs.add(pair(pair.getInt(0), pair.getInt(1)));
    }

    return pairs;
  }

  private static double recall(Set<Long> found, Set<Long> truth) {
    return (double) truth.stream().filter(found::contains).count() / truth.size();
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
      List<Windows> kinds = PlantedTruth.SHINGLING.windows(text);
      if (!kinds.isEmpty()) {
        Windows windows = kinds.get(kinds.size() - 1);
        for (long shingle : windows.hashes()) {
          long kept = shingle ^ windows.kind().ordinal();
          set.add(numbers.computeIfAbsent(kept, met -> numbers.size()));
        }
      }

      if (set.isEmpty()) { // MLlib takes no empty vectors
        set.add(numbers.computeIfAbsent((long) ~sets.size(), met -> numbers.size()));
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

  private static Dataset<Row> vectors(SparkSession spark, List<Set<Integer>> sets) {
    int size = 1 + sets.stream().flatMap(Set::stream).mapToInt(Integer::intValue).max().orElse(0);
    List<Row> rows = new ArrayList<>();
    for (Set<Integer> set : sets) {
      int[] indices = set.stream().mapToInt(Integer::intValue).sorted().toArray();
      double[] ones = new double[indices.length];
      Arrays.fill(ones, 1);
      rows.add(RowFactory.create(rows.size(), Vectors.sparse(size, indices, ones)));
    }

    return spark.createDataFrame(rows, SCHEMA);
  }

  private static long pair(int first, int second) {
    return ((long) first << 32) | second;
  }
}
