package org.touchstone.split.leak;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.schema.Columns;
import org.touchstone.text.Shingling;

/**
 * How similar is the most similar prompt that a model was trained on, for held-out rows, down to no
 * similarity at all?
 *
 * <p>A threshold would let most pairs pass here, so nothing is joined: the shingles of a sample of
 * held-out texts are sent to every task, which streams the training texts past them and counts what
 * each shares with each. The result is exact for every pair of at least {@link #EXACT_FROM}; a pair
 * below is at most that. Prompts and openings count, as in {@link LeakSearch}.
 *
 * <p>Cost: linear in the training texts; for each of their shingles, the held-out texts of the
 * sample that have it. Memory: up to 12 bytes for each shingle of the sample in every executor, and
 * three times that on the driver.
 */
public final class NearestSearch {

  /** Written to reports. */
  public static final String METHOD = "scan-count-v1, " + Shingling.VERSION;

  /** Texts whose lengths differ by more than this ratio may have shingles of different kinds. */
  public static final double EXACT_FROM = 0.2;

  private static final Shingling SHINGLING = new Shingling(3, 5, 20, EXACT_FROM);

  /** A draw is a share of this many. */
  private static final long DRAWN_FROM = 1_000_000;

  private static final String HELD_OUT = "held-out";
  private static final String TRAINING = "training";

  private static final StructType FOUND =
      new StructType()
          .add(SearchedTexts.TEXT_ID, DataTypes.LongType, false)
          .add(SearchedTexts.SIDE, DataTypes.IntegerType, false)
          .add(Columns.SIMILARITY, DataTypes.DoubleType, false);

  private final long seed;
  private final long most;

  /**
   * Prepares a search.
   *
   * @param seed of the sample
   * @param most held-out texts that are looked up, about; a part of the rows is drawn if there are
   *     more
   */
  public NearestSearch(long seed, long most) {
    this.seed = seed;
    this.most = most;
  }

  /**
   * Searches among rows that one model was trained on.
   *
   * @param heldOut comparisons that it was not trained on
   * @param training comparisons that it was trained on
   * @return {@code comparison_id}, {@code occurrence} and {@code similarity} of the held-out rows
   *     of the sample
   */
  public Dataset<Row> among(Dataset<Row> heldOut, Dataset<Row> training) {
    return search(
        heldOut.withColumn(Columns.SPLIT, lit(HELD_OUT)),
        training.withColumn(Columns.SPLIT, lit(TRAINING)),
        Map.of(HELD_OUT, 0, TRAINING, 1));
  }

  /**
   * Searches among the rows of other folds, on which the model of a row's own fold was trained.
   *
   * @param heldOut comparisons with {@code fold}
   * @param training comparisons with {@code fold}
   * @param folds how many there are
   * @return as {@link #among}
   */
  public Dataset<Row> amongOtherFolds(Dataset<Row> heldOut, Dataset<Row> training, int folds) {
    Map<String, Integer> sides = new HashMap<>();
    for (int fold = 0; fold < folds; fold++) {
      sides.put(String.valueOf(fold), fold);
    }

    Column fold = col(Columns.FOLD).cast(DataTypes.StringType);
    return search(
        heldOut.where(col(Columns.FOLD).isNotNull()).withColumn(Columns.SPLIT, fold),
        training.where(col(Columns.FOLD).isNotNull()).withColumn(Columns.SPLIT, fold),
        sides);
  }

  private Dataset<Row> search(
      Dataset<Row> heldOut, Dataset<Row> training, Map<String, Integer> sides) {
    SearchedTexts reads = new SearchedTexts(sides);
    Dataset<Row> occurrences = sample(texts(heldOut, reads));
    List<Row> asked = distinct(occurrences).collectAsList();
    SparkSession spark = heldOut.sparkSession();
    double[] nearest =
        asked.isEmpty() ? new double[0] : nearest(spark, asked, distinct(texts(training, reads)));
    List<Row> found = new ArrayList<>();
    for (int i = 0; i < nearest.length; i++) {
      found.add(RowFactory.create(asked.get(i).getLong(0), asked.get(i).getInt(1), nearest[i]));
    }

    Dataset<Row> answers =
        spark.createDataFrame(found, FOUND).toDF("asked", "asked_side", Columns.SIMILARITY);
    return occurrences
        .join(
            answers,
            col(SearchedTexts.TEXT_ID)
                .equalTo(col("asked"))
                .and(col(SearchedTexts.SIDE).equalTo(col("asked_side"))))
        .groupBy(Columns.COMPARISON_ID, Columns.OCCURRENCE)
        .agg(max(Columns.SIMILARITY).as(Columns.SIMILARITY));
  }

  private static Dataset<Row> texts(Dataset<Row> comparisons, SearchedTexts reads) {
    return comparisons
        .flatMap(reads, Encoders.row(SearchedTexts.SCHEMA))
        .where(col(SearchedTexts.TEXT).notEqual(""));
  }

  /** All texts of a row or none: the opening stands for the prompts that begin with it. */
  private Dataset<Row> sample(Dataset<Row> occurrences) {
    long texts = occurrences.select(SearchedTexts.TEXT_ID).distinct().count();
    if (texts <= most) {
      return occurrences;
    }

    long kept = DRAWN_FROM * most / texts;
    return occurrences.where(
        pmod(xxhash64(lit(seed), col(Columns.COMPARISON_ID)), lit(DRAWN_FROM)).lt(kept));
  }

  private static Dataset<Row> distinct(Dataset<Row> occurrences) {
    return occurrences
        .groupBy(SearchedTexts.TEXT_ID, SearchedTexts.SIDE)
        .agg(first(SearchedTexts.TEXT).as(SearchedTexts.TEXT));
  }

  private static double[] nearest(SparkSession spark, List<Row> asked, Dataset<Row> training) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<AskedTexts> index = context.broadcast(AskedTexts.of(asked, SHINGLING));
    return training
        .javaRDD()
        .mapPartitions(new NearestInPartition(index, SHINGLING))
        .treeReduce(NearestInPartition::larger);
  }
}
