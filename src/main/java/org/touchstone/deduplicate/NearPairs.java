package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.touchstone.schema.Columns;
import org.touchstone.text.ShingleSet;

/** Finds the pairs of near-duplicate texts: proposed by MinHash bands, verified on the sets. */
final class NearPairs {

  private static final UserDefinedFunction JACCARD =
      udf((UDF2<byte[], byte[], Double>) ShingleSet::jaccard, DataTypes.DoubleType);

  private final NearSettings settings;

  NearPairs(NearSettings settings) {
    this.settings = settings;
  }

  /** Returns the shingle sets of distinct texts; read three times, so worth keeping. */
  Dataset<Row> sign(Dataset<Row> texts) {
    return texts
        .dropDuplicates(ReadTexts.VERTEX)
        .mapPartitions(new SignTexts(settings), Encoders.row(SignTexts.SCHEMA));
  }

  /**
   * Returns the pairs {@code left < right} with their similarity, each at least the one demanded.
   */
  Dataset<Row> among(Dataset<Row> sets) {
    return proposed(sets)
        .join(side(sets, PairBucket.LEFT), on(PairBucket.LEFT))
        .join(side(sets, PairBucket.RIGHT), on(PairBucket.RIGHT))
        .withColumn(
            Columns.SIMILARITY,
            JACCARD.apply(col(shingles(PairBucket.LEFT)), col(shingles(PairBucket.RIGHT))))
        .filter(col(Columns.SIMILARITY).geq(settings.similarity()))
        .groupBy(PairBucket.LEFT, PairBucket.RIGHT)
        .agg(max(Columns.SIMILARITY).as(Columns.SIMILARITY));
  }

  private static Dataset<Row> side(Dataset<Row> sets, String side) {
    return sets.select(
        col(ReadTexts.VERTEX).as(side),
        col(SignTexts.KIND),
        col(SignTexts.SHINGLES).as(shingles(side)));
  }

  private static String[] on(String side) {
    return new String[] {side, SignTexts.KIND};
  }

  private static String shingles(String side) {
    return side + "_" + SignTexts.SHINGLES;
  }

  private Dataset<Row> proposed(Dataset<Row> sets) {
    return sets.select(
            col(SignTexts.KIND), col(ReadTexts.VERTEX), explode(col(SignTexts.KEYS)).as("key"))
        .groupBy("key", SignTexts.KIND)
        .agg(sort_array(collect_list(ReadTexts.VERTEX)).as("vertices"))
        .filter(size(col("vertices")).gt(1))
        .select(SignTexts.KIND, "vertices")
        .flatMap(new PairBucket(settings.maxBucket()), Encoders.row(PairBucket.SCHEMA))
        .distinct();
  }
}
