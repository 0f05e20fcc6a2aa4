package org.touchstone.score;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.touchstone.cluster.Executors;
import org.touchstone.schema.Columns;

/**
 * Rewards for every reply of a table, worked out on the executors; all other columns pass through.
 *
 * <p>Of rows with {@code reply} it adds {@code reward} double, {@code tokens} int, {@code
 * truncated} boolean; of rows with {@code replies} it adds {@code rewards}, {@code tokens}, {@code
 * truncated} as arrays in the order of the replies; and {@code model_digest} string to both. A row
 * that has nothing to score keeps nulls there.
 *
 * <p>Rewards are logits; they do not depend on the batch, the row order or the number of partitions
 * beyond rounding (about 1e-6 relative).
 */
public final class Scoring {

  private final ModelChoice models;
  private final ScoreSettings settings;

  private Scoring(ModelChoice models, ScoreSettings settings) {
    this.models = models;
    this.settings = settings;
  }

  /**
   * Scores with one model.
   *
   * @param artifactFolder on storage that all executors see
   * @param settings how to batch
   * @return the scoring
   */
  public static Scoring with(String artifactFolder, ScoreSettings settings) {
    return new Scoring(new ModelChoice(List.of(artifactFolder), ""), settings);
  }

  /**
   * Scores each row with the model that was not trained on its fold.
   *
   * @param artifactFolders the model of fold 0, 1, ...
   * @param settings how to batch
   * @return the scoring of tables with a column {@code fold}
   */
  public static Scoring heldOut(List<String> artifactFolders, ScoreSettings settings) {
    return new Scoring(new ModelChoice(artifactFolders, Columns.FOLD), settings);
  }

  /**
   * Adds the rewards.
   *
   * @param table of comparisons or completions
   * @return the table and its rewards, lazily
   * @throws IllegalArgumentException if the table lacks prompts or replies, or has rewards already
   */
  public Dataset<Row> apply(Dataset<Row> table) {
    CompletionTable shape = CompletionTable.of(table.schema());
    return table.mapPartitions(
        new ScorePartition(shape, models, settings, Executors.threads(table.sparkSession())),
        Encoders.row(shape.scoredSchema()));
  }
}
