package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.touchstone.schema.Columns;

/**
 * Finds the rows that repeat another: rows can only be duplicates if their prompts share a cluster
 * and their replies share clusters one by one, so the pairs to compare are few.
 */
final class DuplicateRows {

  static final String GROUP = "group";
  static final String IDS = "ids";

  private static final String FIRST = "first";
  private static final String CANDIDATES = "candidates";

  private final NearSettings settings;

  DuplicateRows(NearSettings settings) {
    this.settings = settings;
  }

  /**
   * Returns, for each distinct set and order of replies, the row that it repeats (its own first row
   * if it repeats none) and the judgements that contradict it.
   *
   * @param clustered facts with prompt cluster and reply clusters
   * @param comparisons the rows themselves, for the texts of the few that must be compared
   */
  Dataset<Row> of(Dataset<Row> clustered, Dataset<Row> comparisons) {
    Dataset<Row> candidates = candidates(clustered);
    Dataset<Row> crowded =
        candidates
            .groupBy(GROUP)
            .agg(count(lit(1)).as(CANDIDATES))
            .filter(col(CANDIDATES).gt(1))
            .select(GROUP);
    Dataset<Row> compared =
        candidates
            .join(crowded, GROUP)
            .join(
                comparisons.select(
                    Columns.COMPARISON_ID,
                    Columns.OCCURRENCE,
                    Columns.PROMPT,
                    Columns.REPLIES,
                    Columns.RANKS),
                new String[] {Columns.COMPARISON_ID, Columns.OCCURRENCE})
            .groupByKey((MapFunction<Row, Long>) row -> row.<Long>getAs(GROUP), Encoders.LONG())
            .flatMapGroups(new MarkDuplicates(settings), Encoders.row(MarkDuplicates.SCHEMA));
    return compared.union(alone(candidates, crowded));
  }

  private static Dataset<Row> candidates(Dataset<Row> clustered) {
    return clustered
        .withColumn(
            GROUP, xxhash64(col(Columns.PROMPT_CLUSTER), sort_array(col(Columns.REPLY_CLUSTERS))))
        .groupBy(GROUP, ReadFacts.SET_ID, ReadFacts.SET_RANKS)
        .agg(
            min(struct(col(Columns.COMPARISON_ID), col(Columns.OCCURRENCE))).as(FIRST),
            sort_array(collect_set(Columns.COMPARISON_ID)).as(IDS))
        .select(
            col(GROUP),
            col(ReadFacts.SET_ID),
            col(ReadFacts.SET_RANKS),
            col(IDS),
            col(FIRST + "." + Columns.COMPARISON_ID),
            col(FIRST + "." + Columns.OCCURRENCE));
  }

  /** Candidates that no other can be similar to: only their own rows repeat each other. */
  private static Dataset<Row> alone(Dataset<Row> candidates, Dataset<Row> crowded) {
    return candidates
        .join(crowded, candidates.col(GROUP).equalTo(crowded.col(GROUP)), "left_anti")
        .select(
            col(ReadFacts.SET_ID),
            col(ReadFacts.SET_RANKS),
            col(Columns.COMPARISON_ID).as(MarkDuplicates.FIRST_ID),
            col(Columns.OCCURRENCE).as(MarkDuplicates.FIRST_OCCURRENCE),
            lit(DuplicateKind.EXACT.label()).as(MarkDuplicates.KIND),
            lit(1.0).as(Columns.SIMILARITY),
            array()
                .cast(DataTypes.createArrayType(DataTypes.StringType, false))
                .as(Columns.CONTRADICTION));
  }
}
