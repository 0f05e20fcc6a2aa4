package org.touchstone.split;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.md5;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;
import org.touchstone.split.leak.LeakCounts;

/** Counts on split rows what would leak, by queries that know nothing of how they were split. */
final class Certification {

  private static final String WHAT = "what";
  private static final String VALUE = "value";
  private static final String PLACE = "place";
  private static final String ROWWISE = "rowwise";
  private static final String ROWS = "rows";
  private static final String TRAINING_ROWS = "training_rows";
  private static final String OPENING = "opening";

  private final SplitSettings settings;
  private final long seed;
  private final UserDefinedFunction normalise = udf(new NormaliseText(), DataTypes.StringType);

  Certification(SplitSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  /** Counts what rows of a cluster, prompt or opening share, and adds what was searched. */
  SplitCertificate certify(Dataset<Row> rows, LeakCounts leaks) {
    Map<String, Long> rowsPerSplit = new LinkedHashMap<>();
    Map<String, Long> clustersPerSplit = new LinkedHashMap<>();
    for (String name : settings.shares().keySet()) {
      rowsPerSplit.put(name, 0L);
      clustersPerSplit.put(name, 0L);
    }

    for (Row split :
        rows.groupBy(Columns.SPLIT)
            .agg(count(lit(1)), countDistinct(Columns.PROMPT_CLUSTER))
            .collectAsList()) {
      rowsPerSplit.put(split.getString(0), split.getLong(1));
      clustersPerSplit.put(split.getString(0), split.getLong(2));
    }

    Map<String, Row> shared = shared(rows);
    Row clusters = shared.get(Columns.PROMPT_CLUSTER);
    return new SplitCertificate(
        rowsPerSplit,
        clustersPerSplit,
        clusters == null ? 0 : clusters.getLong(2),
        straddling(clusters),
        straddling(shared.get(Columns.PROMPT)),
        straddling(shared.get(OPENING)),
        clusters == null || clusters.getLong(4) == 0
            ? 0
            : (double) clusters.getLong(3) / clusters.getLong(4),
        rowwiseBySource(rows),
        leaks);
  }

  /**
   * Of each source's rows that a split by row has outside training, those with a sibling inside.
   */
  private Map<String, Double> rowwiseBySource(Dataset<Row> rows) {
    Column trains = rowwise().equalTo(settings.training());
    Dataset<Row> perSource =
        rows.groupBy(Columns.PROMPT_CLUSTER, Columns.SOURCE)
            .agg(count(lit(1)).as(ROWS), sum(when(trains, 1L).otherwise(0L)).as(TRAINING_ROWS));
    Dataset<Row> trained =
        perSource
            .groupBy(Columns.PROMPT_CLUSTER)
            .agg(sum(TRAINING_ROWS).as("cluster_training_rows"));
    Column tested = col(ROWS).minus(col(TRAINING_ROWS));
    Map<String, Double> shares = new TreeMap<>();
    for (Row row :
        perSource
            .join(trained, Columns.PROMPT_CLUSTER)
            .groupBy(Columns.SOURCE)
            .agg(sum(when(col("cluster_training_rows").gt(0), tested).otherwise(0L)), sum(tested))
            .collectAsList()) {
      long outside = row.getLong(2);
      shares.put(row.getString(0), outside == 0 ? 0 : (double) row.getLong(1) / outside);
    }

    return shares;
  }

  /** The split of a row, had it been split for itself with the same seed and shares. */
  private Column rowwise() {
    Column key = concat_ws("/", col(Columns.COMPARISON_ID), col(Columns.OCCURRENCE));
    Column point = udf(new KeyedPoint(seed), DataTypes.DoubleType).apply(key);
    return udf(new PickSplit(settings.shares()), DataTypes.StringType).apply(point, lit(0.0));
  }

  private static long straddling(@Nullable Row values) {
    return values == null ? 0 : values.getLong(1);
  }

  /**
   * Returns for clusters, prompts and openings: how many values are in several splits, the rows of
   * the most frequent one, and of a split by row the rows outside training, those first whose value
   * is in training too.
   */
  private Map<String, Row> shared(Dataset<Row> rows) {
    Column trains = col(ROWWISE).equalTo(settings.training());
    Column tested = col(ROWS).minus(col(TRAINING_ROWS));
    Dataset<Row> perValue =
        values(rows)
            .groupBy(WHAT, VALUE)
            .agg(
                min(PLACE).as("first"),
                max(PLACE).as("last"),
                count(lit(1)).as(ROWS),
                sum(when(trains, 1L).otherwise(0L)).as(TRAINING_ROWS));
    Dataset<Row> perKind =
        perValue
            .groupBy(WHAT)
            .agg(
                sum(when(col("first").notEqual(col("last")), 1L).otherwise(0L)),
                max(ROWS),
                sum(when(col(TRAINING_ROWS).gt(0), tested).otherwise(0L)),
                sum(tested));
    Map<String, Row> byKind = new HashMap<>();
    perKind.collectAsList().forEach(row -> byKind.put(row.getString(0), row));
    return byKind;
  }

  /**
   * Three values a row, hashed by a function that the split does not use; empty ones say nothing.
   */
  private Dataset<Row> values(Dataset<Row> rows) {
    Column names =
        array(settings.shares().keySet().stream().map(n -> lit(n)).toArray(Column[]::new));
    Column prompt =
        array_join(
            expr("transform(filter(prompt, m -> m.role != 'system'), m -> m.content)"), "\n");
    Column opening = expr("filter(prompt, m -> m.role = 'user')[0].content");
    return rows.select(
            array_position(names, col(Columns.SPLIT)).as(PLACE),
            rowwise().as(ROWWISE),
            explode(
                    array(
                        value(Columns.PROMPT_CLUSTER, col(Columns.PROMPT_CLUSTER)),
                        value(Columns.PROMPT, normalise.apply(prompt)),
                        value(OPENING, normalise.apply(opening))))
                .as(VALUE))
        .filter(length(col(VALUE + ".text")).gt(0))
        .select(
            col(PLACE), col(ROWWISE), col(VALUE + "." + WHAT), md5(col(VALUE + ".text")).as(VALUE));
  }

  private static Column value(String what, Column text) {
    return struct(lit(what).as(WHAT), text.as("text"));
  }
}
