package org.touchstone.split.leak;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.schema.Columns;

/** From similar texts to the rows on either side that have them. */
final class LeakRows {

  static final String LEFT_SPLIT = "left_split";
  static final String RIGHT_SPLIT = "right_split";

  /** Id of the text of the right row, for counting the rows that have it. */
  static final String RIGHT_TEXT = "right_text_id";

  private static final String HOLDER = "holder";
  private static final String ROWS = "rows";

  private final Column names;

  LeakRows(List<String> splits) {
    this.names = array(splits.stream().map(name -> lit(name)).toArray(Column[]::new));
  }

  /**
   * Returns a row for each pair of texts and of different sides, the side that comes first in the
   * split on the left.
   *
   * @param similar ids of two texts and their similarity
   * @param occurrences of texts in rows, as {@link SearchedTexts} returns them
   */
  Dataset<Row> of(Dataset<Row> similar, Dataset<Row> occurrences) {
    Dataset<Row> holders = holders(similar, occurrences);
    Dataset<Row> both =
        similar
            .join(holders.toDF(JoinTokens.LEFT, "a_side", "a", "a_rows"), JoinTokens.LEFT)
            .join(holders.toDF(JoinTokens.RIGHT, "b_side", "b", "b_rows"), JoinTokens.RIGHT)
            .filter(
                col("a_side")
                    .notEqual(col("b_side"))
                    .and(
                        col(JoinTokens.LEFT)
                            .notEqual(col(JoinTokens.RIGHT))
                            .or(col("a_side").lt(col("b_side")))));
    return both.select(
        names(picked("a_side", "b_side")).as(LEFT_SPLIT),
        picked("a", "b").getField(Columns.COMPARISON_ID).as("left_comparison_id"),
        picked("a", "b").getField(Columns.OCCURRENCE).as("left_occurrence"),
        picked("a_rows", "b_rows").as("left_rows"),
        names(picked("b_side", "a_side")).as(RIGHT_SPLIT),
        picked("b", "a").getField(Columns.COMPARISON_ID).as("right_comparison_id"),
        picked("b", "a").getField(Columns.OCCURRENCE).as("right_occurrence"),
        picked("b_rows", "a_rows").as("right_rows"),
        col(Columns.SIMILARITY),
        picked(JoinTokens.RIGHT, JoinTokens.LEFT).as(RIGHT_TEXT));
  }

  /** For each text and side: the least row, and how many there are. */
  private static Dataset<Row> holders(Dataset<Row> similar, Dataset<Row> occurrences) {
    Dataset<Row> wanted =
        similar
            .select(col(JoinTokens.LEFT).as(SearchedTexts.TEXT_ID))
            .union(similar.select(JoinTokens.RIGHT))
            .distinct();
    return occurrences
        .join(wanted, SearchedTexts.TEXT_ID)
        .groupBy(SearchedTexts.TEXT_ID, SearchedTexts.SIDE)
        .agg(
            min(struct(col(Columns.COMPARISON_ID), col(Columns.OCCURRENCE))).as(HOLDER),
            count(lit(1)).as(ROWS));
  }

  /** The first column where the first text's side comes first, else the second. */
  private static Column picked(String ifAFirst, String ifBFirst) {
    return when(col("a_side").lt(col("b_side")), col(ifAFirst)).otherwise(col(ifBFirst));
  }

  private Column names(Column side) {
    return element_at(names, side.plus(1));
  }
}
