package org.touchstone.audit;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.audit.pairs.CurveSchema;
import org.touchstone.audit.pairs.Jury;
import org.touchstone.audit.pairs.ModelCost;
import org.touchstone.audit.pairs.PoolTable;
import org.touchstone.audit.pairs.ScoredModel;

/**
 * Tables and models that an audit may have beside the scored comparisons.
 *
 * @param curve rows of {@link CurveSchema}; null if there is no learning curve
 * @param rowWise judged pairs of models that were cross-fitted row by row; null if there are none
 * @param honesty scored pairs of true and false answers, such as TruthfulQA, by name
 * @param traps scored pairs whose worse reply was made to look good, such as LLMBar, by name
 * @param behaviours scored pairs whose first reply shows a behaviour, wanted or not, by name
 * @param pools prompts with many replies, for the jury
 * @param jury models trained on rows that the other has not seen; null if there are none
 * @param nearest {@code comparison_id}, {@code occurrence} and {@code similarity} of the most
 *     similar prompt that the model was trained on; null if its training prompts are not at hand
 * @param costs of the models, as far as they are known
 * @param artifactDigest digest of the audited model's artifact; null if it is not at hand. A model
 *     that was cross-fitted judges probes with it
 * @param logits whether the audited model's rewards are logits; those of an ensemble are not
 * @param earlier what an earlier audit left, to compare with; null for none
 */
public record FurtherTables(
    @Nullable Dataset<Row> curve,
    @Nullable Dataset<Row> rowWise,
    List<ScoredModel> honesty,
    List<ScoredModel> traps,
    List<ScoredModel> behaviours,
    List<PoolTable> pools,
    @Nullable Jury jury,
    @Nullable Dataset<Row> nearest,
    List<ModelCost> costs,
    @Nullable String artifactDigest,
    boolean logits,
    @Nullable EarlierOutput earlier) {

  /** Nothing beside the comparisons. */
  public static final FurtherTables NONE =
      new FurtherTables(
          null, null, List.of(), List.of(), List.of(), List.of(), null, null, List.of(), null, true,
          null);

  /** Copies the lists. */
  public FurtherTables {
    honesty = List.copyOf(honesty);
    traps = List.copyOf(traps);
    behaviours = List.copyOf(behaviours);
    pools = List.copyOf(pools);
    costs = List.copyOf(costs);
  }
}
