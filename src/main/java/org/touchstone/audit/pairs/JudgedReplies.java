package org.touchstone.audit.pairs;

import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.touchstone.preference.Comparison;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;
import org.touchstone.schema.ContentIds;

/** Turns a scored comparison into numbers: which replies to which prompt, their ranks, rewards. */
final class JudgedReplies implements MapFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  static final String PROMPT_ID = "prompt_id";
  static final String REPLY_IDS = "reply_ids";
  static final String WORDS = "words";

  static final StructType SCHEMA =
      new StructType(
          new StructField[] {
            field(PROMPT_ID, DataTypes.StringType),
            field(Columns.PROMPT_CLUSTER, DataTypes.StringType),
            field(Columns.COMPARISON_ID, DataTypes.StringType),
            field(Columns.OCCURRENCE, DataTypes.IntegerType),
            field(REPLY_IDS, DataTypes.createArrayType(DataTypes.StringType, false)),
            field(Columns.RANKS, DataTypes.createArrayType(DataTypes.IntegerType, false)),
            field(Columns.REWARDS, DataTypes.createArrayType(DataTypes.DoubleType, false)),
            field(WORDS, DataTypes.createArrayType(DataTypes.IntegerType, false))
          });

  /**
   * One comparison in numbers, all lists in the order of its replies.
   *
   * @param cluster of the prompt
   * @param replies ids
   * @param ranks from 1 = best
   * @param rewards in logits
   * @param words of the replies
   */
  record Judged(
      String cluster,
      List<String> replies,
      List<Integer> ranks,
      List<Double> rewards,
      List<Integer> words) {}

  @Override
  public Row call(Row row) {
    Comparison comparison = ComparisonTable.fromRow(row);
    return RowFactory.create(
        ContentIds.ofMessages(comparison.prompt()),
        JudgedPairs.promptCluster(row, comparison),
        row.getAs(Columns.COMPARISON_ID),
        row.getAs(Columns.OCCURRENCE),
        JudgedPairs.ids(comparison).toArray(),
        comparison.ranks().toArray(),
        JudgedPairs.rewards(row, comparison).toArray(),
        comparison.replies().stream().map(JudgedPairs::words).toArray());
  }

  static Judged judged(Row row) {
    return new Judged(
        row.getAs(Columns.PROMPT_CLUSTER),
        row.getList(row.fieldIndex(REPLY_IDS)),
        row.getList(row.fieldIndex(Columns.RANKS)),
        row.getList(row.fieldIndex(Columns.REWARDS)),
        row.getList(row.fieldIndex(WORDS)));
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, false);
  }
}
