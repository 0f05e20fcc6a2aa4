package org.touchstone.score;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.touchstone.cluster.Executors;
import org.touchstone.schema.Columns;

/**
 * Rewards for every reply of a table, worked out on the executors; all other columns pass through.
 *
 * <p>Of rows with {@code reply} it adds {@code reward} double, {@code tokens} int, {@code
 * truncated} boolean; of rows with {@code replies} it adds {@code rewards}, {@code tokens}, {@code
 * truncated} as arrays in the order of the replies; and {@code model_digest} string to both. A row
 * that has nothing to score keeps nulls there, and {@code refused} tells the reason of each reply
 * without a reward.
 *
 * <p>Rewards are logits; they do not depend on the batch, the row order or the number of partitions
 * beyond rounding (about 1e-6 relative).
 */
public final class Scoring {

  /** Reason of a reply whose reward is NaN or infinite: neither can be ranked or averaged. */
  public static final String NOT_FINITE = "reward-not-finite";

  private static final String JAVA_TIME = "spark.sql.datetime.java8API.enabled";

  private final ModelChoice models;
  private final ScoreSettings settings;
  private final @Nullable ScoringCost cost;

  private Scoring(ModelChoice models, ScoreSettings settings, @Nullable ScoringCost cost) {
    this.models = models;
    this.settings = settings;
    this.cost = cost;
  }

  /**
   * Scores with one model.
   *
   * @param artifactFolder on storage that all executors see
   * @param settings how to batch
   * @return the scoring
   */
  public static Scoring with(String artifactFolder, ScoreSettings settings) {
    return new Scoring(new ModelChoice(List.of(artifactFolder), ""), settings, null);
  }

  /**
   * Scores each row with the model that was not trained on its fold.
   *
   * @param artifactFolders the model of fold 0, 1, ...
   * @param settings how to batch
   * @return the scoring of tables with a column {@code fold}
   */
  public static Scoring heldOut(List<String> artifactFolders, ScoreSettings settings) {
    return new Scoring(new ModelChoice(artifactFolders, Columns.FOLD), settings, null);
  }

  /**
   * Returns the same scoring, which counts its work.
   *
   * @param counter told of every window of rows
   * @return the scoring
   */
  public Scoring counting(ScoringCost counter) {
    return new Scoring(models, settings, counter);
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
    SparkSession spark = table.sparkSession();
    int threads = Executors.threads(spark);
    ScorePartition score = new ScorePartition(shape, models, settings, threads, cost);
    // Only these classes of Java have every date and time of a table: those of java.sql skip days.
    String before = spark.conf().get(JAVA_TIME);
    spark.conf().set(JAVA_TIME, true);
    Dataset<Row> scored;
    try {
      scored = table.toDF().mapPartitions(score, Encoders.row(shape.scoredSchema()));
    } finally {
      spark.conf().set(JAVA_TIME, before);
    }

    return scored.toDF();
  }
}
