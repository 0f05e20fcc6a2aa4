package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Column;
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

  static final String IDS = "ids";

  /** Ids of opposite judgements that a row lists at most, the least ones. */
  static final int MAX_CONTRADICTIONS = 100;

  private static final String CLUSTERS = "clusters";
  private static final String JOINED = "joined";
  private static final String GROUP = "group";
  private static final String ROWS = "rows";
  private static final String CANDIDATES = "candidates";
  private static final String FIRST = "first";
  private static final String[] SET = {ReadFacts.SET_ID, ReadFacts.SET_RANKS};

  private final NearSettings settings;
  private final HeldTables held;

  DuplicateRows(NearSettings settings, HeldTables held) {
    this.settings = settings;
    this.held = held;
  }

  /**
   * Returns what is to be added to the rows that have anything in common with others: key,
   * clusters, the row that each repeats and the judgements that contradict it.
   *
   * @param facts as {@link ReadFacts} reads them
   * @param labels the cluster of each vertex that is not the least of its own
   * @param comparisons the rows themselves, for the texts of the few that must be compared
   */
  Dataset<Row> added(Dataset<Row> facts, Dataset<Row> labels, Dataset<Row> comparisons) {
    Dataset<Row> clustered = held.hold(clustered(facts, labels));
    Dataset<Row> groups =
        clustered.groupBy(GROUP).agg(count(lit(1)).as(ROWS)).filter(col(ROWS).gt(1));
    Dataset<Row> shared =
        held.hold(
            clustered
                .join(groups, clustered.col(GROUP).equalTo(groups.col(GROUP)), "left")
                .drop(groups.col(GROUP))
                .filter(col(JOINED).or(col(ROWS).isNotNull())));
    return marked(shared, marks(shared.filter(col(ROWS).isNotNull()), comparisons));
  }

  /** Adds the clusters of prompt and replies, and the number of all who share them. */
  private static Dataset<Row> clustered(Dataset<Row> facts, Dataset<Row> labels) {
    Column vertices = concat(array(col(ReadFacts.PROMPT_VERTEX)), col(ReadFacts.REPLY_VERTICES));
    Column label = labels.col(Components.CLUSTER);
    Dataset<Row> clusters =
        facts
            .select(
                col(Columns.COMPARISON_ID),
                col(Columns.OCCURRENCE),
                col(ReadFacts.SET_ID),
                col(ReadFacts.SET_RANKS),
                posexplode(vertices))
            .join(labels, col("col").equalTo(labels.col(Components.VERTEX)), "left")
            .groupBy(
                Columns.COMPARISON_ID, Columns.OCCURRENCE, ReadFacts.SET_ID, ReadFacts.SET_RANKS)
            .agg(
                sort_array(collect_list(struct(col("pos"), coalesce(label, col("col")).as("at"))))
                    .getField("at")
                    .as(CLUSTERS),
                max(label.isNotNull()).as(JOINED));
    Column replies = expr("slice(" + CLUSTERS + ", 2, size(" + CLUSTERS + ") - 1)");
    return clusters.withColumn(GROUP, xxhash64(col(CLUSTERS).getItem(0), sort_array(replies)));
  }

  /** Returns, for each set and order of replies, the row that it repeats and what opposes it. */
  private Dataset<Row> marks(Dataset<Row> shared, Dataset<Row> comparisons) {
    Dataset<Row> candidates = candidates(shared);
    Dataset<Row> crowded =
        candidates
            .groupBy(GROUP)
            .agg(count(lit(1)).as(CANDIDATES))
            .filter(col(CANDIDATES).gt(1))
            .select(GROUP);
    Dataset<Row> alone =
        candidates
            .join(crowded, candidates.col(GROUP).equalTo(crowded.col(GROUP)), "left_anti")
            .select(
                col(ReadFacts.SET_ID),
                col(ReadFacts.SET_RANKS),
                col(FIRST + "." + Columns.COMPARISON_ID).as(MarkDuplicates.FIRST_ID),
                col(FIRST + "." + Columns.OCCURRENCE).as(MarkDuplicates.FIRST_OCCURRENCE),
                lit(DuplicateKind.EXACT.label()).as(MarkDuplicates.KIND),
                lit(1.0).as(Columns.SIMILARITY),
                noIds().as(Columns.CONTRADICTION));
    return alone.union(compared(candidates.join(crowded, GROUP), comparisons));
  }

  private Dataset<Row> compared(Dataset<Row> candidates, Dataset<Row> comparisons) {
    Dataset<Row> sets =
        held.hold(
            candidates.select(
                col(GROUP),
                col(ReadFacts.SET_ID),
                col(ReadFacts.SET_RANKS),
                col(IDS),
                col(FIRST + "." + Columns.COMPARISON_ID),
                col(FIRST + "." + Columns.OCCURRENCE)));
    Dataset<Row> texts =
        comparisons
            .select(
                Columns.COMPARISON_ID,
                Columns.OCCURRENCE,
                Columns.PROMPT,
                Columns.REPLIES,
                Columns.RANKS)
            .join(Deduplication.withoutMoving(sets), Deduplication.KEY);
    Dataset<Row> marks =
        texts
            .groupByKey((MapFunction<Row, Long>) row -> row.<Long>getAs(GROUP), Encoders.LONG())
            .flatMapSortedGroups(
                new Column[] {col(Columns.COMPARISON_ID), col(Columns.OCCURRENCE)},
                new MarkDuplicates(settings),
                Encoders.row(MarkDuplicates.SCHEMA));
    // One row of a set and order has a kind; further ones bring contradictions found later.
    return marks
        .groupBy(ReadFacts.SET_ID, ReadFacts.SET_RANKS)
        .agg(
            max(MarkDuplicates.FIRST_ID).as(MarkDuplicates.FIRST_ID),
            max(MarkDuplicates.FIRST_OCCURRENCE).as(MarkDuplicates.FIRST_OCCURRENCE),
            max(MarkDuplicates.KIND).as(MarkDuplicates.KIND),
            max(Columns.SIMILARITY).as(Columns.SIMILARITY),
            someIds(array_distinct(flatten(collect_list(Columns.CONTRADICTION))))
                .as(Columns.CONTRADICTION));
  }

  private static Dataset<Row> candidates(Dataset<Row> shared) {
    return shared
        .groupBy(GROUP, ReadFacts.SET_ID, ReadFacts.SET_RANKS)
        .agg(
            min(struct(col(Columns.COMPARISON_ID), col(Columns.OCCURRENCE))).as(FIRST),
            someIds(collect_set(Columns.COMPARISON_ID)).as(IDS));
  }

  private static Column someIds(Column ids) {
    return slice(sort_array(ids), 1, MAX_CONTRADICTIONS);
  }

  private static Dataset<Row> marked(Dataset<Row> shared, Dataset<Row> marks) {
    Column repeats =
        col(ROWS)
            .isNotNull()
            .and(
                col(Columns.COMPARISON_ID)
                    .notEqual(col(MarkDuplicates.FIRST_ID))
                    .or(col(Columns.OCCURRENCE).notEqual(col(MarkDuplicates.FIRST_OCCURRENCE))));
    Column first =
        struct(
            col(MarkDuplicates.FIRST_ID).as(Columns.COMPARISON_ID),
            col(MarkDuplicates.FIRST_OCCURRENCE).as(Columns.OCCURRENCE));
    Column replies =
        expr(
            "transform(slice(%1$s, 2, size(%1$s) - 1), v -> format_string('%%016x', v))"
                .formatted(CLUSTERS));
    return shared
        .join(marks, SET, "left")
        .select(
            col(Columns.COMPARISON_ID),
            col(Columns.OCCURRENCE),
            format_string("%016x", col(CLUSTERS).getItem(0)).as(Columns.PROMPT_CLUSTER),
            when(repeats, first).as(Columns.DUPLICATE_OF),
            when(repeats, col(MarkDuplicates.KIND)).as(Columns.DUPLICATE_KIND),
            when(repeats, col(Columns.SIMILARITY)).as(Columns.SIMILARITY),
            coalesce(col(Columns.CONTRADICTION), noIds()).as(Columns.CONTRADICTION),
            replies.as(Columns.REPLY_CLUSTERS));
  }

  private static Column noIds() {
    return array().cast(DataTypes.createArrayType(DataTypes.StringType, false));
  }
}
