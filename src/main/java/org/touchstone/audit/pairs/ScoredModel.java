package org.touchstone.audit.pairs;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

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
}
