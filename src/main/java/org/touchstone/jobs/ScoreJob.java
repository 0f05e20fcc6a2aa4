package org.touchstone.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.config.SettingsException;
import org.touchstone.ingest.RawTable;
import org.touchstone.jobs.Outcome.Count;
import org.touchstone.jobs.Outcome.Unit;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.schema.Columns;
import org.touchstone.score.ScoreSettings;
import org.touchstone.score.Scoring;
import org.touchstone.score.ScoringCost;

/** Rewards for every reply of a table. */
final class ScoreJob implements Job<ScoreJob.Plan> {

  /** Name in the results: replies that got a reward. */
  static final String REPLIES = "scored_replies";

  /** Beside the data: records that cannot be read, as ingest writes them. */
  private static final String REJECTED = "rejected";

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
    if (plan.model().isBlank()) {
      throw new SettingsException(
          "Cannot score: model is not given; set --set model=PATH to the output of train or to an artifact");
    }

    List<JobInput> inputs = new ArrayList<>(common.input().stream().map(JobInput::table).toList());
    inputs.add(JobInput.model(plan.model()));
    return inputs;
  }

  @Override
  public Outcome run(JobContext context, Plan plan) throws IOException {
    RawTable raw = raw(context);
    Dataset<Row> all = raw == null ? context.table(context.common().onlyInput()) : raw.rows();
    Dataset<Row> table =
        plan.splits().isEmpty()
            ? all
            : all.filter(functions.col(Columns.SPLIT).isin(plan.splits().toArray()));
    long others = plan.splits().isEmpty() ? 0 : all.count() - table.count();
    if (others > 0 && table.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot score splits %s: none of %,d rows is in them".formatted(plan.splits(), others));
    }

    ScoreSettings settings = new ScoreSettings(plan.maxTokensPerBatch(), plan.windowReplies());
    String model = JobInput.artifactPath(context.hadoop(), plan.model());
    Scoring scoring =
        plan.heldOut()
            ? Scoring.heldOut(foldsOfInput(context, model), settings)
            : Scoring.with(model, settings);
    ScoringCost cost = ScoringCost.of(context.spark());
    context.write(scoring.counting(cost).apply(table).drop(Columns.ORIGIN));
    Map<String, Long> dropped = new TreeMap<>(raw == null ? Map.of() : raw.refused());
    if (!dropped.isEmpty() && raw != null) {
      raw.rejected().write().parquet(context.staged(REJECTED));
    }

    Dataset<Row> written = context.spark().read().parquet(context.stagedData());
    ScoreResults found = ScoreResults.of(written);
    found.requireAny(String.join(", ", context.common().input()), plan.model(), dropped);
    if (others > 0) {
      dropped.put("another split", others);
    }

    ObjectNode results = found.json(cost, raw);
    TextVersions.passOn(written, results);
    results.put(REPLIES, cost.replies());
    results.put(TASK_SECONDS, cost.taskSeconds());
    Counts.by(written, Columns.MODEL_DIGEST).forEach(results.putObject("rows_by_model")::put);
    String summary =
        "%,d rows and %,d replies scored, %,d rows without a text to score"
            .formatted(found.rows() - found.without(), cost.replies(), found.without());
    long refused =
        raw == null ? 0 : raw.refused().values().stream().mapToLong(Long::longValue).sum();
    long read = all.count() + refused;
    Conservation.of(read).plus("written", found.rows()).plus(dropped).in(results, "rows");
    return new Outcome(
        Count.of(read, Unit.ROWS), Count.of(found.rows(), Unit.ROWS), dropped, results, summary);
  }

  /** The table from elsewhere, or null where the input is the output of a job. */
  private static @Nullable RawTable raw(JobContext context) throws IOException {
    List<String> inputs = context.common().input();
    for (String input : inputs) {
      if (JobInput.isOutput(context.hadoop(), input)) {
        if (inputs.size() > 1) {
          throw new IllegalArgumentException(
              "Cannot score %s together: %s is the output of a job; score it by itself"
                  .formatted(inputs, input));
        }

        JobOutput.at(context.hadoop(), input)
            .manifest()
            .ifPresent(manifest -> TextVersions.require("score", input, manifest));
        return null;
      }
    }

    return context.rawTable(inputs);
  }

  @Override
  public void show(JobOutput output, Console console) throws IOException {
    ScoreResults.show(output.requireComplete().results(), console);
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
}
