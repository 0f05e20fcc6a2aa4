package org.touchstone.score;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;
import org.jspecify.annotations.Nullable;

/** Scores the rows of a partition, in their order. */
final class ScorePartition implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private final CompletionTable table;
  private final ModelChoice models;
  private final ScoreSettings settings;
  private final int threads;
  private final @Nullable ScoringCost cost;

  ScorePartition(
      CompletionTable table,
      ModelChoice models,
      ScoreSettings settings,
      int threads,
      @Nullable ScoringCost cost) {
    this.table = table;
    this.models = models;
    this.settings = settings;
    this.threads = threads;
    this.cost = cost;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    ScoredRows scored = new ScoredRows(rows, table, models, settings, threads, cost);
    TaskContext task = TaskContext.get();
    if (task != null) {
      task.addTaskCompletionListener((TaskCompletionListener) context -> scored.close());
    }

    return scored;
  }
}
