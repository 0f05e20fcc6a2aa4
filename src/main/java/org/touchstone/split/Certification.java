package org.touchstone.split;

import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.touchstone.schema.Columns;

/** Counts on split rows what would leak, by queries that know nothing of how they were split. */
final class Certification {

  private static final String PROMPT_TEXT = "prompt_text";
  private static final String OPENING_TEXT = "opening_text";
  private static final String ROWWISE = "rowwise";

  private final SplitSettings settings;
  private final UserDefinedFunction pickSplit;
  private final UserDefinedFunction normalise = udf(new NormaliseText(), DataTypes.StringType);

  Certification(SplitSettings settings, UserDefinedFunction pickSplit) {
    this.settings = settings;
    this.pickSplit = pickSplit;
  }

  SplitCertificate certify(Dataset<Row> rows) {
    Dataset<Row> bare =
        rows.select(
                col(Columns.SPLIT),
                col(Columns.PROMPT_CLUSTER),
                normalise.apply(promptText()).as(PROMPT_TEXT),
                normalise.apply(openingText()).as(OPENING_TEXT),
                pickSplit.apply(rowKey()).as(ROWWISE))
            .persist();
    try {
      return new SplitCertificate(
          perSplit(bare, count(lit(1))),
          perSplit(bare, countDistinct(Columns.PROMPT_CLUSTER)),
          largestCluster(bare),
          straddling(bare, Columns.PROMPT_CLUSTER),
          straddling(bare, PROMPT_TEXT),
          straddling(bare, OPENING_TEXT),
          rowwiseLeakShare(bare));
    } finally {
      bare.unpersist();
    }
  }

  private static Column promptText() {
    return array_join(
        expr("transform(filter(prompt, m -> m.role != 'system'), m -> m.content)"), "\n");
  }

  private static Column openingText() {
    return expr("filter(prompt, m -> m.role = 'user')[0].content");
  }

  private static Column rowKey() {
    return concat_ws("/", col(Columns.COMPARISON_ID), col(Columns.OCCURRENCE));
  }

  private Map<String, Long> perSplit(Dataset<Row> bare, Column measure) {
    Map<String, Long> counts = new LinkedHashMap<>();
    settings.shares().keySet().forEach(name -> counts.put(name, 0L));
    for (Row row : bare.groupBy(Columns.SPLIT).agg(measure).collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }

    return counts;
  }

  private static long largestCluster(Dataset<Row> bare) {
    Row largest =
        bare.groupBy(Columns.PROMPT_CLUSTER).agg(count(lit(1)).as("rows")).agg(max("rows")).first();
    return largest.isNullAt(0) ? 0 : largest.getLong(0);
  }

  /** Counts the values that have rows in several splits; empty texts say nothing. */
  private static long straddling(Dataset<Row> bare, String column) {
    return bare.filter(length(col(column)).gt(0))
        .groupBy(column)
        .agg(countDistinct(Columns.SPLIT).as("splits"))
        .filter(col("splits").gt(1))
        .count();
  }

  private double rowwiseLeakShare(Dataset<Row> bare) {
    Column trains = col(ROWWISE).equalTo(settings.training());
    Row sums =
        bare.groupBy(Columns.PROMPT_CLUSTER)
            .agg(sum(when(trains, 1).otherwise(0)).as("train"), count(lit(1)).as("all"))
            .withColumn("tested", col("all").minus(col("train")))
            .agg(sum(when(col("train").gt(0), col("tested")).otherwise(0)), sum("tested"))
            .first();
    return sums.isNullAt(1) || sums.getLong(1) == 0
        ? 0
        : (double) sums.getLong(0) / sums.getLong(1);
  }
}
