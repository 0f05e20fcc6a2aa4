package org.touchstone.audit.pairs;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.lit;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;

/**
 * A model and the comparisons that it scored, none of which it was trained on.
 *
 * @param name for people, such as {@code decoder}
 * @param comparisons the comparisons table with {@code rewards} array&lt;double&gt; in the order of
 *     the replies and {@code model_digest} string; {@code prompt_cluster} and {@code split} string
 *     are used where they are there. A model that was cross-fitted brings all its rows, each scored
 *     by the fold that did not see it
 * @param scoring the model itself: adds its rewards to a table of prompts and replies, as score
 *     does; null if only its scores are at hand
 */
public record ScoredModel(
    String name, Dataset<Row> comparisons, @Nullable UnaryOperator<Dataset<Row>> scoring) {

  /** Refuses nulls. */
  public ScoredModel {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(comparisons, "comparisons");
  }

  /**
   * A model of which only the scores are at hand.
   *
   * @param name for people
   * @param comparisons with its rewards
   */
  public ScoredModel(String name, Dataset<Row> comparisons) {
    this(name, comparisons, null);
  }

  /**
   * Says which rows have no reward, for the whole row or for one of its replies: a comparison of
   * which one reply could not be scored cannot be judged by the others.
   *
   * @return a condition on the columns of a scored table
   */
  public static Column unscored() {
    Column one = exists(col(Columns.REWARDS), Column::isNull);
    return col(Columns.MODEL_DIGEST).isNull().or(coalesce(one, lit(false)));
  }
}
