package org.touchstone.statistics;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.touchstone.schema.Columns;

/** The numbers of every group as a table: one row a group and measure. */
public final class MeasureTable {

  private static final StructType SCHEMA =
      new StructType()
          .add("group_kind", DataTypes.StringType, false)
          .add(Columns.SOURCE, DataTypes.StringType, false)
          .add(Columns.SPLIT, DataTypes.StringType, false)
          .add(Columns.LANGUAGE, DataTypes.StringType, false)
          .add("measure", DataTypes.StringType, false)
          .add("value", DataTypes.DoubleType, false)
          .add("low", DataTypes.DoubleType, true)
          .add("high", DataTypes.DoubleType, true)
          .add("n", DataTypes.LongType, false);

  private MeasureTable() {}

  /**
   * Makes the table.
   *
   * @param spark the session
   * @param measures one row each, in this order
   * @return group_kind, source, split, language (each empty for all), measure, value, low, high, n;
   *     in one partition
   */
  public static Dataset<Row> of(SparkSession spark, List<GroupMeasure> measures) {
    List<Row> rows =
        measures.stream()
            .map(
                each ->
                    RowFactory.create(
                        each.kind().label(),
                        each.source(),
                        each.split(),
                        each.language(),
                        each.measure(),
                        each.value(),
                        each.low(),
                        each.high(),
                        each.n()))
            .toList();
    return spark.createDataFrame(rows, SCHEMA).coalesce(1);
  }
}
