package org.touchstone.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.schema.Columns;
import org.touchstone.score.ScoreSettings;
import org.touchstone.score.Scoring;
import org.touchstone.score.ScoringCost;

/** Rewards for every reply of a table. */
final class ScoreJob implements Job<ScoreJob.Plan> {

  /** Name in the results: replies that got a reward. */
  static final String REPLIES = "scored_replies";

  /** Name in the results: seconds that tasks took from texts to rewards, all tasks together. */
  static final String TASK_SECONDS = "task_seconds";

  /**
   * The job's settings.
   *
   * @param model a model artifact, or the output of train
   * @param heldOut whether each row is scored by the cross-fitted model that never saw its fold
   * @param splits only rows of these splits; empty for all
   * @param maxTokensPerBatch tokens, padding included, that one forward pass may hold
   * @param windowReplies replies that are sorted by length together
   */
  record Plan(
      String model,
      boolean heldOut,
      List<String> splits,
      int maxTokensPerBatch,
      int windowReplies) {}

  @Override
  public String name() {
    return "score";
  }

  @Override
  public String description() {
    return "Add rewards to every reply of a table.";
  }

  @Override
  public Class<Plan> settingsType() {
    return Plan.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, Plan plan) {
    return List.of(JobInput.table(common.onlyInput()), JobInput.model(plan.model()));
  }

  @Override
  public Outcome run(JobContext context, Plan plan) throws IOException {
    Dataset<Row> all = context.anyTable(context.common().onlyInput());
    Dataset<Row> table =
        plan.splits().isEmpty()
            ? all
            : all.filter(functions.col(Columns.SPLIT).isin(plan.splits().toArray()));
    long read = all.count();
    if (read > 0 && table.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot score splits %s: none of %,d rows is in them".formatted(plan.splits(), read));
    }

    ScoreSettings settings = new ScoreSettings(plan.maxTokensPerBatch(), plan.windowReplies());
    String model = JobInput.artifactPath(context.hadoop(), plan.model());
    Scoring scoring =
        plan.heldOut()
            ? Scoring.heldOut(foldsOfInput(context, model), settings)
            : Scoring.with(model, settings);
    ScoringCost cost = ScoringCost.of(context.spark());
    context.write(scoring.counting(cost).apply(table));
    long otherSplits = plan.splits().isEmpty() ? 0 : read - table.count();
    return outcome(context.spark().read().parquet(context.stagedData()), read, otherSplits, cost);
  }

  /** The folds of another split would have seen the rows that they are to judge. */
  private static List<String> foldsOfInput(JobContext context, String model) throws IOException {
    List<String> folds = CrossFitted.folds(context.hadoop(), model);
    String trainedOn =
        RewardModelArtifact.open(LocalCopies.of(context.hadoop(), folds.get(0)))
            .description()
            .provenance()
            .get(TrainJob.DATA_DIGEST);
    String input = context.common().onlyInput();
    if (!JobOutput.at(context.hadoop(), input).digest().equals(trainedOn)) {
      throw new ArtifactException(
          "Cannot score %s with the held-out models of %s: they were cross-fitted on another table, so its folds are not theirs"
              .formatted(input, model));
    }

    return folds;
  }

  private static Outcome outcome(
      Dataset<Row> scored, long read, long otherSplits, ScoringCost cost) {
    long rows = scored.count();
    long unscorable = scored.filter(functions.col(Columns.MODEL_DIGEST).isNull()).count();
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    results.put("rows_without_reward", unscorable);
    results.put(REPLIES, cost.replies());
    results.put(TASK_SECONDS, cost.taskSeconds());
    Counts.by(scored, Columns.MODEL_DIGEST).forEach(results.putObject("rows_by_model")::put);
    String summary =
        "%,d scored, %,d without a text to score".formatted(rows - unscorable, unscorable);
    Map<String, Long> dropped = otherSplits > 0 ? Map.of("another split", otherSplits) : Map.of();
    Conservation.of(read).plus("written", rows).plus(dropped).in(results, "rows");
    return new Outcome(read, rows, dropped, results, summary);
  }
}
