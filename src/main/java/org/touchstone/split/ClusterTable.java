package org.touchstone.split;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_set;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;

/** One row for each prompt cluster, with all that its place depends on. */
final class ClusterTable {

  static final String ROWS = "rows";

  /** Rows of values that are held out. */
  static final String HELD = "held";

  /** The splits that known rows had, sorted. */
  static final String SIDES = "sides";

  /** The value that most of its rows have, the least if several do. */
  static final String STRATUM = "stratum";

  /** The same of the values by which folds are made; absent if they are not. */
  static final String OWNER = "owner";

  /** The fold that most known rows had, the least if several had; null if none. */
  static final String KNOWN_FOLD = "known_fold";

  static final String[] KEY = {Columns.COMPARISON_ID, Columns.OCCURRENCE};
  static final String WAS = "was_split";
  static final String WAS_FOLD = "was_fold";

  private final SplitSettings settings;
  private final @Nullable PreviousSplit previous;

  ClusterTable(SplitSettings settings, @Nullable PreviousSplit previous) {
    this.settings = settings;
    this.previous = previous;
  }

  Dataset<Row> of(Dataset<Row> rows) {
    Dataset<Row> facts = withPrevious(facts(rows));
    Dataset<Row> clusters =
        facts
            .groupBy(Columns.PROMPT_CLUSTER)
            .agg(
                count(lit(1)).as(ROWS), sum(HELD).as(HELD), sort_array(collect_set(WAS)).as(SIDES));
    clusters =
        settings.stratifyBy() == null
            ? clusters.withColumn(STRATUM, lit(""))
            : withMost(clusters, facts, STRATUM, STRATUM);
    clusters =
        previous == null
            ? clusters.withColumn(KNOWN_FOLD, lit(null).cast(DataTypes.IntegerType))
            : withMost(clusters, facts, WAS_FOLD, KNOWN_FOLD);
    return settings.leaveOut().by() == null ? clusters : withMost(clusters, facts, OWNER, OWNER);
  }

  private Dataset<Row> facts(Dataset<Row> rows) {
    Column held = lit(false);
    for (Map.Entry<String, List<String>> group : settings.holdOut().entrySet()) {
      held = held.or(new Grouping(group.getKey()).value().isin(group.getValue().toArray()));
    }

    return rows.select(
        col(KEY[0]),
        col(KEY[1]),
        col(Columns.PROMPT_CLUSTER),
        value(settings.stratifyBy()).as(STRATUM),
        value(settings.leaveOut().by()).as(OWNER),
        when(held, 1L).otherwise(0L).as(HELD));
  }

  private static Column value(@Nullable String by) {
    return by == null ? lit("") : new Grouping(by).value();
  }

  private Dataset<Row> withPrevious(Dataset<Row> facts) {
    return previous == null
        ? facts
            .withColumn(WAS, lit(null).cast(DataTypes.StringType))
            .withColumn(WAS_FOLD, lit(null).cast(DataTypes.IntegerType))
        : facts.join(known(settings, previous), KEY, "left");
  }

  /** The keys of the previous split with what they had; folds of another scheme are null. */
  static Dataset<Row> known(SplitSettings settings, PreviousSplit previous) {
    boolean keepsFolds =
        !settings.foldScheme().isEmpty() && settings.foldScheme().equals(previous.foldScheme());
    Column fold = keepsFolds ? col(Columns.FOLD) : lit(null).cast(DataTypes.IntegerType);
    return previous
        .rows()
        .select(col(KEY[0]), col(KEY[1]), col(Columns.SPLIT).as(WAS), fold.as(WAS_FOLD));
  }

  private static Dataset<Row> withMost(
      Dataset<Row> clusters, Dataset<Row> facts, String column, String name) {
    Dataset<Row> most =
        facts
            .filter(col(column).isNotNull())
            .groupBy(Columns.PROMPT_CLUSTER, column)
            .agg(count(lit(1)).multiply(-1).as("negative_rows"))
            .groupBy(Columns.PROMPT_CLUSTER)
            .agg(min(struct(col("negative_rows"), col(column))).getField(column).as(name));
    return clusters.join(most, new String[] {Columns.PROMPT_CLUSTER}, "left");
  }
}
