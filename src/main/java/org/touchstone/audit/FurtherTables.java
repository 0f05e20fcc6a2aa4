package org.touchstone.audit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Tables that an audit may have beside the scored comparisons.
 *
 * @param curve rows of {@link CurveSchema}; null if there is no learning curve
 * @param honesty scored pairs of true and false answers, such as TruthfulQA, by name
 * @param traps scored pairs whose worse reply was made to look good, such as LLMBar, by name
 */
public record FurtherTables(
    @Nullable Dataset<Row> curve, List<ScoredModel> honesty, List<ScoredModel> traps) {

  /** Nothing beside the comparisons. */
  public static final FurtherTables NONE = new FurtherTables(null, List.of(), List.of());

  /** Copies the lists. */
  public FurtherTables {
    honesty = List.copyOf(honesty);
    traps = List.copyOf(traps);
  }
}
