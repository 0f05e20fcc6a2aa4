package org.touchstone.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.split.Certified;
import org.touchstone.split.Split;
import org.touchstone.split.SplitSettings;
import org.touchstone.text.Normaliser;
import org.touchstone.text.ShingleSet;
import org.touchstone.text.Shingling;

/**
 * Splitting a generated corpus and searching it for leaks: by cluster, where none may be found, and
 * by row, where brute force says how many there are.
 */
public final class SplitBenchmark {

  private static final int PROMPT_BYTES = 500;
  private static final int SAMPLED_FAMILIES = 2_000;
  private static final StructType SCHEMA =
      ComparisonTable.SCHEMA
          .add(Columns.PROMPT_CLUSTER, DataTypes.StringType, false)
          .add("number", DataTypes.LongType, false);
  private static final SplitSettings SETTINGS =
      SplitSettings.plain(Map.of("train", 0.8, "test", 0.2), null);
  private static final double SIMILAR = SETTINGS.leakSearch().similarity();

  private final SparkSession spark;
  private final Path folder;
  private final PlantedReplies prompts;

  private SplitBenchmark(SparkSession spark, Path folder, PlantedReplies prompts) {
    this.spark = spark;
    this.folder = folder;
    this.prompts = prompts;
  }

  /**
   * Prints the rate of splitting with its search for leaks, and what the search finds.
   *
   * @param arguments number of rows; 1,000,000 if absent
   * @throws IOException if the generated corpora cannot be kept
   */
  public static void main(String[] arguments) throws IOException {
    long rows = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
    SparkSession spark = DeduplicateBenchmark.session();
    Path folder = Files.createTempDirectory("touchstone-bench-");
    new SplitBenchmark(spark, folder, new PlantedReplies(20_000, PROMPT_BYTES, 0)).byCluster();
    SplitBenchmark benchmark =
        new SplitBenchmark(spark, folder, new PlantedReplies(rows, PROMPT_BYTES, 0));
    benchmark.print(benchmark.byCluster());
    benchmark.byRow();
  }

  /** What a run took and found. */
  private record Run(double seconds, long pairs, long unsearched) {}

  private Run byCluster() {
    Path in = folder.resolve("in-" + prompts.replies());
    spark
        .range(0, prompts.replies(), 1, 4 * spark.sparkContext().defaultParallelism())
        .map(new PlantedPrompts(prompts), Encoders.row(SCHEMA))
        .write()
        .parquet(in.toString());
    long start = System.nanoTime();
    Split split = new Split(SETTINGS);
    Path out = folder.resolve("out-" + prompts.replies());
    split
        .apply(spark.read().parquet(in.toString()), 17)
        .comparisons()
        .write()
        .parquet(out.toString());
    Certified certified = split.certify(spark.read().parquet(out.toString()), 17);
    long pairs = certified.leaks().count();
    return new Run(
        (System.nanoTime() - start) / 1e9,
        pairs,
        certified.certificate().nearDuplicates().textsNotSearchedToTheEnd());
  }

  private void print(Run run) {
    String of =
        String.format(
            Locale.ROOT,
            "%,d rows under prompts of %,d B, split by cluster and searched for leaks, %.1f s on %d cores, heap %,d MiB",
            prompts.replies(),
            PROMPT_BYTES,
            run.seconds(),
            spark.sparkContext().defaultParallelism(),
            Runtime.getRuntime().maxMemory() >> 20);
    new Measurement("split", "rows-per-s", prompts.replies() / run.seconds(), of).print();
    new Measurement("split", "leaks-by-cluster", run.pairs(), "of them found, must be 0").print();
    new Measurement("split", "texts-not-searched-to-the-end", run.unsearched(), "must be 0")
        .print();
  }

  /** Sides drawn row by row leak; the search must find what brute force finds. */
  private void byRow() {
    Dataset<Row> rows =
        spark
            .read()
            .parquet(folder.resolve("in-" + prompts.replies()).toString())
            .withColumn(
                Columns.SPLIT,
                when(pmod(xxhash64(col(Columns.COMPARISON_ID)), lit(5)).equalTo(0), "test")
                    .otherwise("train"));
    Path out = folder.resolve("rows-" + prompts.replies());
    rows.write().parquet(out.toString());
    Dataset<Row> written = spark.read().parquet(out.toString());
    Certified certified = new Split(SETTINGS).certify(written, 17);
    long step = Math.max(1, prompts.replies() / 10 / SAMPLED_FAMILIES) * 10;
    Map<String, Row> sampled = new HashMap<>();
    Map<Long, List<Row>> families = new HashMap<>();
    for (Row row : written.filter(pmod(col("number"), lit(step)).lt(10)).collectAsList()) {
      long family = PlantedReplies.family(row.<Long>getAs("number"));
      sampled.put(row.getAs(Columns.COMPARISON_ID), row);
      families.computeIfAbsent(family, unused -> new ArrayList<>()).add(row);
    }

    List<Row> leaks = certified.leaks().collectAsList();
    Set<String> found = new HashSet<>();
    for (Row leak : leaks) {
      Row left = sampled.get(leak.<String>getAs("left_comparison_id"));
      Row right = sampled.get(leak.<String>getAs("right_comparison_id"));
      if (left != null && right != null) {
        found.add(texts(left, right));
      }
    }

    Set<String> straddling = new HashSet<>();
    families.values().forEach(family -> straddling.addAll(straddling(family)));
    long both = straddling.stream().filter(found::contains).count();
    new Measurement(
            "split",
            "leaks-found",
            (double) both / straddling.size(),
            "of %,d pairs of texts of similarity %s on different sides among %,d families, by brute force; the search found %,d there and %,d in all"
                .formatted(straddling.size(), SIMILAR, families.size(), found.size(), leaks.size()))
        .print();
  }

  /** Pairs of texts: equal ones are one text, however many rows have it. */
  private static Set<String> straddling(List<Row> family) {
    Shingling shingling = new Shingling(3, 5, 20, SIMILAR);
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i < family.size(); i++) {
      for (int j = 0; j < i; j++) {
        Row left = family.get(i);
        Row right = family.get(j);
        boolean apart = !left.getAs(Columns.SPLIT).equals(right.getAs(Columns.SPLIT));
        if (apart
            && ShingleSet.similarity(sets(shingling, left), sets(shingling, right), SIMILAR) > 0) {
          pairs.add(texts(left, right));
        }
      }
    }

    return pairs;
  }

  private static String texts(Row left, Row right) {
    String first = text(left);
    String second = text(right);
    return first.compareTo(second) < 0 ? first + "\n" + second : second + "\n" + first;
  }

  private static List<ShingleSet> sets(Shingling shingling, Row row) {
    return shingling.of(text(row));
  }

  private static String text(Row row) {
    Row message = row.<Row>getList(row.fieldIndex(Columns.PROMPT)).get(0);
    return Normaliser.V2.apply(message.getAs(Columns.CONTENT));
  }

  /** A comparison under each planted text as its prompt; its family is its cluster. */
  private record PlantedPrompts(PlantedReplies texts) implements MapFunction<Long, Row> {

    @Override
    public Row call(Long number) {
      Comparison comparison =
          Comparison.pair(
              List.of(new Message(Role.USER, texts.reply(number))),
              reply("yes " + number),
              reply("no"),
              "generated");
      Row row = ComparisonTable.toRow(comparison, 0);
      Object[] values = new Object[SCHEMA.size()];
      for (int i = 0; i < row.size(); i++) {
        values[i] = row.get(i);
      }

      values[row.size()] = Long.toString(PlantedReplies.family(number));
      values[row.size() + 1] = number;
      return RowFactory.create(values);
    }

    private static Reply reply(String text) {
      return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
    }
  }
}
