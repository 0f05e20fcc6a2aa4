package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.flatten;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
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
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
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

  private static final String GROUP = "group";
  private static final String ROWS = "rows";
  private static final String FIRST = "first";
  private static final String SEVERAL = "several";
  private static final String NAMED = "named";
  private static final String[] SET = {ReadFacts.SET_ID, ReadFacts.SET_RANKS};

  private final DeduplicationSettings settings;
  private final HeldTables held;

  DuplicateRows(DeduplicationSettings settings, HeldTables held) {
    this.settings = settings;
    this.held = held;
  }

  /**
   * Returns what is to be added to the rows that have anything in common with others: key,
   * clusters, the row that each repeats and the judgements that contradict it.
   *
   * @param clustered keys, sets and clusters, as {@link Clusters} returns them
   * @param comparisons the rows themselves, for the texts of the few that must be compared
   */
  Dataset<Row> added(Dataset<Row> clustered, Dataset<Row> comparisons) {
    Dataset<Row> shared = held.hold(shared(clustered));
    Dataset<Row> sets = held.hold(sets(shared.filter(col(SEVERAL))));
    return marked(shared, compared(sets, comparisons));
  }

  /**
   * Returns the rows that share a cluster with others, with what is known of their group, the rows
   * whose prompts and replies are in the same clusters: how many there are, whether they judge
   * several sets of replies, and the first row that judges this set.
   */
  private static Dataset<Row> shared(Dataset<Row> clustered) {
    Column replies = expr("slice(%1$s, 2, size(%1$s) - 1)".formatted(Clusters.CLUSTERS));
    Column group = xxhash64(col(Clusters.CLUSTERS).getItem(0), sort_array(replies));
    Column set = struct(col(ReadFacts.SET_ID), col(ReadFacts.SET_RANKS));
    Column row = struct(col(Columns.COMPARISON_ID), col(Columns.OCCURRENCE));
    WindowSpec alike = Window.partitionBy(GROUP);
    WindowSpec same = Window.partitionBy(GROUP, ReadFacts.SET_ID, ReadFacts.SET_RANKS);
    return clustered
        .withColumn(GROUP, group)
        .withColumn(ROWS, count(lit(1)).over(alike))
        .withColumn(SEVERAL, min(set).over(alike).notEqual(max(set).over(alike)))
        .withColumn(FIRST, min(row).over(same))
        .filter(col(Clusters.JOINED).or(col(ROWS).gt(1)));
  }

  /** Returns the sets of replies that must be compared with others. */
  private static Dataset<Row> sets(Dataset<Row> several) {
    return several
        .groupBy(GROUP, ReadFacts.SET_ID, ReadFacts.SET_RANKS)
        .agg(min(FIRST).as(FIRST), someIds(collect_set(Columns.COMPARISON_ID)).as(IDS))
        .select(
            col(GROUP),
            col(ReadFacts.SET_ID),
            col(ReadFacts.SET_RANKS),
            col(IDS),
            col(FIRST + "." + Columns.COMPARISON_ID),
            col(FIRST + "." + Columns.OCCURRENCE));
  }

  /** Returns, for each set and order of replies, the row that it repeats and what opposes it. */
  private Dataset<Row> compared(Dataset<Row> sets, Dataset<Row> comparisons) {
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
            struct(
                    max(MarkDuplicates.FIRST_ID).as(Columns.COMPARISON_ID),
                    max(MarkDuplicates.FIRST_OCCURRENCE).as(Columns.OCCURRENCE))
                .as(NAMED),
            max(MarkDuplicates.KIND).as(MarkDuplicates.KIND),
            max(Columns.SIMILARITY).as(Columns.SIMILARITY),
            allIds(Columns.CONTRADICTION),
            allIds(Columns.NEAR_CONTRADICTION));
  }

  private static Column allIds(String column) {
    return someIds(array_distinct(flatten(collect_list(column)))).as(column);
  }

  private static Column someIds(Column ids) {
    return slice(sort_array(ids), 1, MAX_CONTRADICTIONS);
  }

  /**
   * A set that was not compared is the only one of its group: its rows repeat the first of them.
   */
  private static Dataset<Row> marked(Dataset<Row> shared, Dataset<Row> marks) {
    Column named = coalesce(col(NAMED), col(FIRST));
    Column repeats = struct(col(Columns.COMPARISON_ID), col(Columns.OCCURRENCE)).notEqual(named);
    Column kind = coalesce(col(MarkDuplicates.KIND), lit(DuplicateKind.EXACT.label()));
    Column replies =
        expr(
            "transform(slice(%1$s, 2, size(%1$s) - 1), v -> format_string('%%016x', v))"
                .formatted(Clusters.CLUSTERS));
    return shared
        .join(marks, SET, "left")
        .select(
            col(Columns.COMPARISON_ID),
            col(Columns.OCCURRENCE),
            format_string("%016x", col(Clusters.CLUSTERS).getItem(0)).as(Columns.PROMPT_CLUSTER),
            when(repeats, named).as(Columns.DUPLICATE_OF),
            when(repeats, kind).as(Columns.DUPLICATE_KIND),
            when(repeats, coalesce(col(Columns.SIMILARITY), lit(1.0))).as(Columns.SIMILARITY),
            coalesce(col(Columns.CONTRADICTION), noIds()).as(Columns.CONTRADICTION),
            coalesce(col(Columns.NEAR_CONTRADICTION), noIds()).as(Columns.NEAR_CONTRADICTION),
            replies.as(Columns.REPLY_CLUSTERS));
  }

  private static Column noIds() {
    return array().cast(DataTypes.createArrayType(DataTypes.StringType, false));
  }
}
