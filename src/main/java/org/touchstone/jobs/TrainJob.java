package org.touchstone.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.Digests;
import org.touchstone.artifact.JobOutput;
import org.touchstone.cluster.EncodingCounts;
import org.touchstone.cluster.Metrics;
import org.touchstone.cluster.Publication;
import org.touchstone.cluster.TrainingRun;
import org.touchstone.config.Settings;
import org.touchstone.config.SettingsException;
import org.touchstone.jobs.Outcome.Count;
import org.touchstone.jobs.Outcome.Unit;
import org.touchstone.model.BackboneSettings;
import org.touchstone.model.program.Architecture;
import org.touchstone.schema.Columns;
import org.touchstone.train.TrainingProgress.Validation;
import org.touchstone.train.TrainingSettings;

/** Trains a reward model on the executors and publishes it as an artifact. */
final class TrainJob implements Job<TrainJob.Plan> {

  /** Folder of the judged pairs of a learning curve, beside the model. */
  static final String CURVE = "curve";

  /** Folder of the judged pairs of models that were cross-fitted row by row. */
  static final String ROW_WISE = "row-wise";

  /** Name in the results: cores of the cluster times the seconds that the model alone took. */
  static final String CORE_SECONDS = "training_core_seconds";

  /** Name in the provenance: digest of the table that a model was trained on. */
  static final String DATA_DIGEST = "data_digest";

  /**
   * The job's settings.
   *
   * @param checkpoint a Hugging Face model directory to start from; empty to train an architecture
   *     from its first weights
   * @param backbone what becomes of the checkpoint
   * @param chatTemplate in place of the checkpoint's; null to keep that
   * @param chatTemplateDate what a template that asks for the date is told; null refuses it
   * @param chatTemplateKwargs further variables for the template
   * @param tokenizer output of the job tokenizer; not used with a checkpoint, which has its own
   * @param architecture what to train; not used with a checkpoint
   * @param maxTokens longest prompt and reply together
   * @param maxPromptTokens longest prompt
   * @param trainingSplit rows to learn from
   * @param validationSplit rows to choose the best parameters on
   * @param excludedDuplicates kinds of duplicates that are not trained on
   * @param crossFit whether to train one more model a fold, on all other folds
   * @param curve further models on parts of the training rows
   * @param workers executors that take part; 0 for all
   * @param checkpointSeconds how much work a failure may cost
   * @param checkpointsKept the newest ones that stay
   * @param training batches, epochs, optimiser
   */
  record Plan(
      String checkpoint,
      BackboneSettings backbone,
      @Nullable String chatTemplate,
      @Nullable String chatTemplateDate,
      Map<String, Object> chatTemplateKwargs,
      String tokenizer,
      Architecture architecture,
      int maxTokens,
      int maxPromptTokens,
      String trainingSplit,
      String validationSplit,
      List<String> excludedDuplicates,
      boolean crossFit,
      CurveSettings curve,
      int workers,
      int checkpointSeconds,
      int checkpointsKept,
      TrainingSettings training) {

    boolean startsFromCheckpoint() {
      return !checkpoint.isEmpty();
    }
  }

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String description() {
    return "Train a reward model on the executors.";
  }

  @Override
  public Class<Plan> settingsType() {
    return Plan.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, Plan plan) {
    if (!plan.startsFromCheckpoint() && plan.tokenizer().isBlank()) {
      throw new SettingsException(
          "Cannot train: neither tokenizer nor checkpoint is given; set --set tokenizer=PATH to the output of the job tokenizer, or --set checkpoint=DIR to a model to start from");
    }

    return List.of(
        JobInput.output(common.onlyInput()),
        plan.startsFromCheckpoint()
            ? JobInput.raw(plan.checkpoint())
            : JobInput.output(plan.tokenizer()));
  }

  @Override
  public Outcome run(JobContext context, Plan plan) throws IOException {
    Dataset<Row> all =
        context.table(
            name(),
            context.common().onlyInput(),
            TableColumns.comparisonsWith(Columns.DUPLICATE_KIND, Columns.SPLIT));
    requireTokenizer(context, plan);
    requireRows(all, plan);
    Dataset<Row> learnable = withoutDuplicates(all, plan);
    Dataset<Row> training = split(learnable, plan.trainingSplit());
    Dataset<Row> validation = split(all, plan.validationSplit());
    tellIgnoredMargins(context, plan, training);
    try (TrainingStart start = TrainingStart.of(context, plan)) {
      return train(context, plan, new Tables(all, learnable, training, validation), start);
    }
  }

  /** The rows of a run. */
  private record Tables(
      Dataset<Row> all, Dataset<Row> learnable, Dataset<Row> training, Dataset<Row> validation) {}

  private static Outcome train(JobContext context, Plan plan, Tables tables, TrainingStart start)
      throws IOException {
    TrainingRun run = new TrainingRun(context.spark(), start.request(context, plan));
    Map<String, String> provenance = provenance(context, plan);
    Metrics metrics = new Metrics(new TrainingPrinter(context.progress()));
    long began = System.nanoTime();
    TrainingRun.Trained trained =
        run.run(
            tables.training(), tables.validation(), metrics, provenance, BuildInfo.environment());
    double seconds = (System.nanoTime() - began) / 1e9;
    Publication.upload(
        context.hadoop(), trained.artifact().directory(), new Path(context.stagedData()));
    if (plan.curve().rowWise()) {
      new RowWiseRun(run, context.common().seed())
          .pairs(tables.learnable(), judged(plan, tables), provenance)
          .write()
          .parquet(context.staged(ROW_WISE));
    }

    if (plan.curve().wanted()) {
      publishCurve(context, plan, run, tables, provenance);
    }

    if (plan.crossFit()) {
      publishFolds(context, run, tables.learnable(), provenance);
    }

    int cores = context.spark().sparkContext().defaultParallelism();
    long used = tables.training().count() + tables.validation().count();
    return outcome(tables.all().count(), used, trained, cores * seconds);
  }

  private static void requireTokenizer(JobContext context, Plan plan) throws IOException {
    if (plan.startsFromCheckpoint()) {
      return;
    }

    String job = JobOutput.at(context.hadoop(), plan.tokenizer()).requireComplete().job();
    if (!job.equals("tokenizer")) {
      throw new IllegalArgumentException(
          "Cannot train with the tokenizer %s: it is the output of %s, the output of tokenizer is needed"
              .formatted(plan.tokenizer(), job));
    }
  }

  /** A margin that a person gave and the loss does not use is said once. */
  private static void tellIgnoredMargins(JobContext context, Plan plan, Dataset<Row> training) {
    if (plan.training().loss().marginScale() > 0) {
      return;
    }

    long margins = training.filter(functions.col(Columns.MARGIN).isNotNull()).count();
    if (margins > 0) {
      context
          .progress()
          .line(
              "%,d comparisons have a margin, which training.loss.margin-scale 0 ignores"
                  .formatted(margins));
    }
  }

  /** What would otherwise show after the training only, or not at all. */
  private static void requireRows(Dataset<Row> rows, Plan plan) {
    for (String wanted : List.of(plan.trainingSplit(), plan.validationSplit())) {
      if (split(rows, wanted).isEmpty()) {
        throw new IllegalArgumentException(
            "Cannot train: split \"%s\" has no rows".formatted(wanted));
      }
    }

    if (plan.crossFit() && !List.of(rows.columns()).contains(Columns.FOLD)) {
      throw new IllegalArgumentException(
          "Cannot cross-fit: the table has no column %s; split it with folds first"
              .formatted(Columns.FOLD));
    }
  }

  private static void publishFolds(
      JobContext context, TrainingRun run, Dataset<Row> rows, Map<String, String> provenance)
      throws IOException {
    int folds = 1 + rows.agg(functions.max(Columns.FOLD)).head().getInt(0);
    publishBeside(context, run.crossFit(rows, folds, provenance, BuildInfo.environment()));
  }

  /** Moves models into folders of their names, beside the files of the model itself. */
  private static void publishBeside(JobContext context, List<Path> artifacts) throws IOException {
    FileSystem files = context.staging().getFileSystem(context.hadoop());
    for (Path artifact : artifacts) {
      Path place = new Path(context.stagedData(), artifact.getName());
      if (!files.rename(artifact, place)) {
        throw new IOException("Cannot move %s to %s".formatted(artifact, place));
      }
    }
  }

  /** Judged on rows that no choice was made by, neither of parameters nor of the best step. */
  private static void publishCurve(
      JobContext context, Plan plan, TrainingRun run, Tables tables, Map<String, String> provenance)
      throws IOException {
    Dataset<Row> heldOut = heldOut(plan, tables);
    if (heldOut.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot draw a learning curve: all rows are in splits \"%s\" and \"%s\", none is left to judge"
              .formatted(plan.trainingSplit(), plan.validationSplit()));
    }

    CurveRun.Curve curve =
        new CurveRun(run, plan.curve(), context.common().seed())
            .train(tables.training(), heldOut, provenance);
    curve.pairs().write().parquet(context.staged(CURVE));
    publishBeside(context, curve.kept());
  }

  /** The rows that the audited model will be judged on: all of them if it is cross-fitted. */
  private static Dataset<Row> judged(Plan plan, Tables tables) {
    return plan.crossFit()
        ? tables.all().filter(functions.col(Columns.FOLD).isNotNull())
        : heldOut(plan, tables);
  }

  private static Dataset<Row> heldOut(Plan plan, Tables tables) {
    return tables
        .all()
        .filter(
            functions.not(
                functions.col(Columns.SPLIT).isin(plan.trainingSplit(), plan.validationSplit())));
  }

  private static Map<String, String> provenance(JobContext context, Plan plan) throws IOException {
    String input = context.common().onlyInput();
    Map<String, String> provenance = new TreeMap<>();
    provenance.put("data", input);
    provenance.put(DATA_DIGEST, JobOutput.at(context.hadoop(), input).digest());
    provenance.put("code", BuildInfo.codeVersion());
    provenance.put("settings", Settings.treeOf(plan).toString());
    if (plan.startsFromCheckpoint()) {
      provenance.put("checkpoint", plan.checkpoint());
      provenance.put("checkpoint_digest", Digests.ofFiles(context.hadoop(), plan.checkpoint()));
    } else {
      provenance.put("tokenizer_digest", JobOutput.at(context.hadoop(), plan.tokenizer()).digest());
    }

    return provenance;
  }

  /** The split that a model learned from, by the settings in its provenance. */
  static String trainingSplit(String settings) throws IOException {
    return new ObjectMapper().readTree(settings).path("training-split").asText();
  }

  private static Dataset<Row> withoutDuplicates(Dataset<Row> rows, Plan plan) {
    return rows.filter(
        functions
            .col(Columns.DUPLICATE_KIND)
            .isNull()
            .or(
                functions.not(
                    functions
                        .col(Columns.DUPLICATE_KIND)
                        .isin(plan.excludedDuplicates().toArray()))));
  }

  private static Dataset<Row> split(Dataset<Row> rows, String split) {
    return rows.filter(functions.col(Columns.SPLIT).equalTo(split));
  }

  private static Outcome outcome(
      long comparisons, long used, TrainingRun.Trained trained, double coreSeconds) {
    ObjectNode results = Manifests.results(trained.encoding());
    Validation validation = trained.validation();
    if (validation != null) {
      results.set("validation", Manifests.results(validation));
    }

    EncodingCounts counts = trained.encoding();
    Map<String, Long> dropped = new TreeMap<>();
    putIfAny(dropped, "ties", counts.ties());
    putIfAny(dropped, "refused by the chat template", counts.refusedByTemplate());
    putIfAny(dropped, "identical after truncation", counts.identicalAfterTruncation());
    putIfAny(dropped, "the chat template renders both replies alike", counts.renderedAlike());
    putIfAny(dropped, "unrated", counts.unrated());
    Conservation.of(counts.judgements())
        .plus("kept", counts.kept())
        .plus(dropped)
        .in(results, "judgements");
    results.put("model_digest", trained.artifact().digest());
    results.put(CORE_SECONDS, coreSeconds);
    Manifests.putSize(results, trained.artifact().description());
    List<String> summary = new ArrayList<>();
    results.put("comparisons", comparisons);
    results.put("comparisons_used", used);
    summary.add("from %,d of %,d comparisons".formatted(used, comparisons));
    summary.add("%,d with a cut prompt".formatted(counts.promptTruncated()));
    summary.add("%,d with a cut reply".formatted(counts.replyTruncated()));
    if (validation != null) {
      summary.add(
          String.format(
              Locale.ROOT,
              "validation accuracy %.3f, loss %.4f at step %d",
              validation.accuracy(),
              validation.loss(),
              validation.step()));
    }

    return new Outcome(
        Count.of(counts.judgements(), Unit.JUDGEMENTS),
        Count.of(counts.kept(), Unit.JUDGEMENTS),
        dropped,
        results,
        String.join(", ", summary));
  }

  private static void putIfAny(Map<String, Long> dropped, String reason, long count) {
    if (count > 0) {
      dropped.put(reason, count);
    }
  }
}
