package org.touchstone.jobs;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.schema.Columns;
import org.touchstone.split.leak.NearestSearch;

/** How near the rows that a model was audited on are to those that it was trained on. */
final class NearestTraining {

  /** Held-out texts that are looked up; more would make the trend no clearer. */
  private static final long MOST_TEXTS = 20_000;

  private static final String TRAINING_SPLIT = "train";

  private NearestTraining() {}

  /**
   * Searches.
   *
   * @param scored what the model was audited on; of a cross-fitted one, its folds
   * @param split what it was trained on
   */
  static Dataset<Row> of(Dataset<Row> scored, Dataset<Row> split, long seed) {
    NearestSearch search = new NearestSearch(seed, MOST_TEXTS);
    Dataset<Row> rewarded = scored.where(functions.not(ScoredModel.unscored()));
    if (AuditJob.crossFitted(scored)) {
      int folds = 1 + split.agg(functions.max(Columns.FOLD)).head().getInt(0);
      return search.amongOtherFolds(rewarded, split, folds);
    }

    Dataset<Row> trained = split.where(functions.col(Columns.SPLIT).equalTo(TRAINING_SPLIT));
    if (trained.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot audit near the training rows: no row of training has the split \"%s\", at least one needed"
              .formatted(TRAINING_SPLIT));
    }

    return search.among(rewarded, trained);
  }
}
