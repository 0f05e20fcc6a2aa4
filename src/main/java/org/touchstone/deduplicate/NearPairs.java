package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.touchstone.schema.Columns;
import org.touchstone.text.ShingleKind;
import org.touchstone.text.ShingleSet;

/**
 * Finds the pairs of near-duplicate texts: proposed by MinHash bands, verified on the sets.
 *
 * <p>Prompts and replies go through together, in spaces of their own, which halves the shuffles.
 */
final class NearPairs {

  private static final String KEY = "key";
  private static final String VERTICES = "vertices";
  private static final UserDefinedFunction JACCARD =
      udf((UDF2<byte[], byte[], Double>) ShingleSet::jaccard, DataTypes.DoubleType);

  private final DeduplicationSettings settings;

  NearPairs(DeduplicationSettings settings) {
    this.settings = settings;
  }

  /** Returns the shingle sets of the distinct texts; read three times, so worth keeping. */
  Dataset<Row> sign(Dataset<Row> comparisons) {
    return comparisons
        .flatMap(new ReadTexts(), Encoders.row(ReadTexts.SCHEMA))
        .dropDuplicates(ReadTexts.PART, ReadTexts.VERTEX)
        .mapPartitions(new SignTexts(settings), Encoders.row(SignTexts.SCHEMA));
  }

  /**
   * Returns the pairs {@code left < right} with their similarity, each at least the one demanded.
   */
  Dataset<Row> among(Dataset<Row> sets) {
    Column atLeast =
        when(
                col(SignTexts.SPACE).lt(Part.REPLY.space(ShingleKind.CHARACTERS)),
                settings.prompts().similarity())
            .otherwise(settings.replies().similarity());
    return proposed(sets)
        .join(side(sets, PairBucket.LEFT), on(PairBucket.LEFT))
        .join(side(sets, PairBucket.RIGHT), on(PairBucket.RIGHT))
        .withColumn(
            Columns.SIMILARITY,
            JACCARD.apply(col(shingles(PairBucket.LEFT)), col(shingles(PairBucket.RIGHT))))
        .filter(col(Columns.SIMILARITY).geq(atLeast))
        .select(PairBucket.LEFT, PairBucket.RIGHT, Columns.SIMILARITY);
  }

  private Dataset<Row> proposed(Dataset<Row> sets) {
    return sets.select(
            col(SignTexts.SPACE), col(ReadTexts.VERTEX), explode(col(SignTexts.KEYS)).as(KEY))
        .groupBy(SignTexts.SPACE, KEY)
        .agg(sort_array(collect_list(ReadTexts.VERTEX)).as(VERTICES))
        .filter(size(col(VERTICES)).gt(1))
        .select(SignTexts.SPACE, VERTICES)
        .flatMap(new PairBucket(settings), Encoders.row(PairBucket.SCHEMA))
        .distinct();
  }

  private static Dataset<Row> side(Dataset<Row> sets, String side) {
    return sets.select(
        col(ReadTexts.VERTEX).as(side),
        col(SignTexts.SPACE),
        col(SignTexts.SHINGLES).as(shingles(side)));
  }

  private static String[] on(String side) {
    return new String[] {side, SignTexts.SPACE};
  }

  private static String shingles(String side) {
    return side + "_" + SignTexts.SHINGLES;
  }
}
