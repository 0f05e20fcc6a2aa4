package org.touchstone.jobs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.touchstone.audit.Audit;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.cluster.Curriculum;
import org.touchstone.cluster.IndependentModel;
import org.touchstone.cluster.TrainingRun;
import org.touchstone.schema.Columns;
import org.touchstone.score.ScoreSettings;
import org.touchstone.score.Scoring;
import org.touchstone.text.ContentHash;

/**
 * Cross-fits on folds drawn row by row: each row is judged by a model that did not see it, but may
 * have seen others of its prompt. What that gains is what a leak would claim.
 */
final class RowWiseRun {

  /** Of as many, each model learns from about as many rows as one trained on a usual split. */
  private static final int FOLDS = 5;

  private final TrainingRun run;
  private final long seed;

  RowWiseRun(TrainingRun run, long seed) {
    this.run = run;
    this.seed = seed;
  }

  /**
   * Trains the models and lets them judge.
   *
   * @param learnable rows to learn from
   * @param judged rows to judge, among them or not
   * @param provenance what the models rest on
   * @return judged pairs, for Parquet
   */
  Dataset<Row> pairs(Dataset<Row> learnable, Dataset<Row> judged, Map<String, String> provenance)
      throws IOException {
    List<Curriculum.AllButRows> curricula =
        IntStream.range(0, FOLDS).mapToObj(Curriculum.AllButRows::new).toList();
    List<IndependentModel> models =
        run.independent(folded(learnable), curricula, provenance, BuildInfo.environment());
    if (models.stream().anyMatch(model -> model.comparisons() == 0)) {
      throw new IllegalArgumentException(
          "Cannot train curve.row-wise: a fold of rows leaves no pair to learn from");
    }

    Dataset<Row> scored =
        Scoring.heldOut(
                models.stream().map(model -> model.artifact().toString()).toList(),
                ScoreSettings.DEFAULT)
            .apply(folded(judged));
    // Rows that pass from one typed step to the next would have no schema.
    Dataset<Row> named = scored.sparkSession().createDataFrame(scored.toJavaRDD(), scored.schema());
    return Audit.pairs(List.of(new ScoredModel("row-wise", named)));
  }

  /**
   * Repeats of one comparison stay together: a copy of the row itself would be too plain a leak.
   */
  private Dataset<Row> folded(Dataset<Row> rows) {
    UDF2<String, Long, Integer> fold = (id, key) -> (int) (FOLDS * ContentHash.uniform(key, id));
    UserDefinedFunction folds = functions.udf(fold, DataTypes.IntegerType);
    return rows.withColumn(
        Columns.FOLD,
        folds.apply(
            functions.col(Columns.COMPARISON_ID),
            functions.lit(ContentHash.keyed(seed, "row-wise"))));
  }
}
