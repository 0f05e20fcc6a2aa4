package org.touchstone.split;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.DataTypes;
import org.touchstone.schema.Columns;

/**
 * Gives each cluster its split, by the first rule that fits.
 *
 * <ol>
 *   <li>{@link #HOLD_OUT}: a row is held out; the last split.
 *   <li>{@link #KEPT}: its known rows were all in one split; that one.
 *   <li>{@link #JOINED}: they were in several; the first split, where nothing is measured.
 *   <li>{@link #HUGE}: it has too many rows for a small split; the first, as far as that has room
 *       in the cluster's stratum, the largest first. Otherwise a corpus of few prompts would all be
 *       there.
 *   <li>{@link #PLACED}: by its keyed hash. Unstratified, the hash is the point that picks the
 *       split. Stratified, the hash only orders the clusters of a stratum, and a cluster's point is
 *       the place of its middle row in that order, turned by an amount that depends on the
 *       stratum's name, so that strata of few rows do not all favour the same splits. A split is
 *       then off its share of the stratum's rows by fewer rows than one cluster has.
 * </ol>
 */
final class Placement {

  static final String REASON = "reason";
  static final String HOLD_OUT = "hold-out";
  static final String KEPT = "kept";
  static final String JOINED = "joined";
  static final String HUGE = "huge";
  static final String PLACED = "placed";

  private static final String POINT = "point";
  private static final String GIVEN = "given";
  private static final String TOTAL = "total";
  private static final String FULL = "full";

  private final SplitSettings settings;
  private final UserDefinedFunction keyed;

  Placement(SplitSettings settings, long seed) {
    this.settings = settings;
    this.keyed = udf(new KeyedPoint(seed), DataTypes.DoubleType);
  }

  /** Adds split and reason to the rows of a {@link ClusterTable}. */
  Dataset<Row> of(Dataset<Row> clusters) {
    Row all = clusters.agg(sum(ClusterTable.ROWS)).head();
    Dataset<Row> reasoned =
        withRoom(clusters.withColumn(REASON, reason(all.isNullAt(0) ? 0 : all.getLong(0))));
    Dataset<Row> pointed =
        settings.stratifyBy() == null
            ? reasoned
                .withColumn(POINT, keyed.apply(col(Columns.PROMPT_CLUSTER)))
                .withColumn(GIVEN, lit(0.0))
            : stratified(reasoned);
    Column picked =
        udf(new PickSplit(settings.shares()), DataTypes.StringType).apply(col(POINT), col(GIVEN));
    Column split =
        when(is(HOLD_OUT), settings.last())
            .when(is(KEPT), element_at(col(ClusterTable.SIDES), 1))
            .when(is(PLACED), picked)
            .otherwise(settings.training());
    return pointed.withColumn(Columns.SPLIT, split).drop(POINT, GIVEN);
  }

  private Column reason(long allRows) {
    Column sides = size(col(ClusterTable.SIDES));
    return when(col(ClusterTable.HELD).gt(0), HOLD_OUT)
        .when(sides.equalTo(1), KEPT)
        .when(sides.gt(1), JOINED)
        .when(col(ClusterTable.ROWS).gt(settings.mostClusterRows(allRows)), HUGE)
        .otherwise(PLACED);
  }

  /** Huge clusters that would fill more than the share of the first split are placed as others. */
  private Dataset<Row> withRoom(Dataset<Row> reasoned) {
    Column hugeRows = when(is(HUGE), col(ClusterTable.ROWS)).otherwise(0L);
    Column freshRows = when(is(HUGE).or(is(PLACED)), col(ClusterTable.ROWS)).otherwise(0L);
    WindowSpec stratum = Window.partitionBy(ClusterTable.STRATUM);
    WindowSpec largerFirst =
        stratum
            .orderBy(hugeRows.desc(), col(Columns.PROMPT_CLUSTER))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column room = sum(freshRows).over(stratum).multiply(settings.trainingShare());
    return reasoned
        .withColumn(FULL, is(HUGE).and(sum(hugeRows).over(largerFirst).gt(room)))
        .withColumn(REASON, when(col(FULL), PLACED).otherwise(col(REASON)))
        .drop(FULL);
  }

  /** Points and the share that huge clusters have of what each stratum has anew. */
  private Dataset<Row> stratified(Dataset<Row> reasoned) {
    Column placedRows = when(is(PLACED), col(ClusterTable.ROWS)).otherwise(0L);
    Column hugeRows = when(is(HUGE), col(ClusterTable.ROWS)).otherwise(0L);
    WindowSpec stratum = Window.partitionBy(ClusterTable.STRATUM);
    WindowSpec upToHere =
        stratum
            .orderBy(keyed.apply(col(Columns.PROMPT_CLUSTER)), col(Columns.PROMPT_CLUSTER))
            .rowsBetween(Window.unboundedPreceding(), Window.currentRow());
    Column middle = sum(placedRows).over(upToHere).minus(placedRows.divide(2));
    Column turned =
        middle
            .divide(col(TOTAL))
            .plus(keyed.apply(concat(lit("stratum/"), col(ClusterTable.STRATUM))));
    return reasoned
        .withColumn(TOTAL, greatest(sum(placedRows).over(stratum), lit(1L)))
        .withColumn(GIVEN, sum(hugeRows).over(stratum))
        .withColumn(POINT, turned)
        .withColumn(POINT, when(col(POINT).geq(1), col(POINT).minus(1)).otherwise(col(POINT)))
        .withColumn(GIVEN, col(GIVEN).divide(col(GIVEN).plus(col(TOTAL))))
        .drop(TOTAL);
  }

  private static Column is(String reason) {
    return col(REASON).equalTo(reason);
  }
}
