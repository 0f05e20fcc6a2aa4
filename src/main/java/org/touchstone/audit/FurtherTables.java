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
 * @param artifactDigest digest of the audited model's artifact; null if it is not at hand. A model
 *     that was cross-fitted judges probes with it
 * @param costs of the models, as far as they are known
 * @param pools prompts with many replies, for the jury
 * @param logits whether the audited model's rewards are logits; those of an ensemble are not
 * @param jury models trained on rows that the other has not seen; null if there are none
 * @param earlier what an earlier audit left, to compare with; null for none
 */
public record FurtherTables(
    @Nullable Dataset<Row> curve,
    List<ScoredModel> honesty,
    List<ScoredModel> traps,
    @Nullable String artifactDigest,
    List<ModelCost> costs,
    boolean logits,
    List<PoolTable> pools,
    @Nullable Jury jury,
    @Nullable EarlierOutput earlier) {

  /** Nothing beside the comparisons. */
  public static final FurtherTables NONE =
      new FurtherTables(null, List.of(), List.of(), null, List.of(), true, List.of(), null, null);

  /** Copies the lists. */
  public FurtherTables {
    honesty = List.copyOf(honesty);
    traps = List.copyOf(traps);
    costs = List.copyOf(costs);
    pools = List.copyOf(pools);
  }
}
