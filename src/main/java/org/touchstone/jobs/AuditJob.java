package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.JobOutput;
import org.touchstone.audit.Audit;
import org.touchstone.audit.AuditReport;
import org.touchstone.audit.Provenance;
import org.touchstone.audit.pairs.DoubtfulLabel;
import org.touchstone.audit.pairs.PairSchema;
import org.touchstone.audit.pairs.ScoredModel;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.settings.EditSettings;
import org.touchstone.audit.settings.Excerpts;
import org.touchstone.audit.settings.ReviewSettings;
import org.touchstone.audit.settings.Thresholds;
import org.touchstone.jobs.Outcome.Count;
import org.touchstone.jobs.Outcome.Unit;
import org.touchstone.report.ReportFiles;
import org.touchstone.report.ReportSchema;
import org.touchstone.schema.Columns;
import org.touchstone.score.ScoreSettings;
import org.touchstone.score.Scoring;

/** Measures how far a model can be trusted, beside others and beside baselines. */
final class AuditJob implements Job<AuditJob.Plan> {

  /**
   * The job's settings.
   *
   * @param title first line of the page
   * @param data the data in a few words
   * @param models names of the models, in the order of the inputs; the first is under audit
   * @param artifact the model under audit itself, to ask it about edited replies; empty if only its
   *     scores are at hand
   * @param curve output of train with a learning curve; empty for none
   * @param honesty names and scored tables of probes of true and false answers
   * @param traps names and scored tables of probes of replies that only look good
   * @param pools names and tables of prompts with many replies, which nobody needs to have judged
   * @param gold a model that learned from other rows and judges what is chosen from pools; empty
   *     for the halves that were trained with the artifact
   * @param earlier output of an earlier audit to compare with; empty for none
   * @param behaviours names and scored tables of probes of behaviours, wanted or not
   * @param training output of split with the rows that the model was trained on; empty if they are
   *     not at hand
   * @param resamples of each bootstrap
   * @param bins of the reliability plot
   * @param mistakes shown
   * @param excerpts how much of people's texts is shown
   * @param edits how hard to try to fool the model
   * @param statedAgreement share of pairs of people who agree; 0 if nobody stated it
   * @param relabel labels listed for a second look
   * @param review what it costs to ask people about the least sure pairs
   * @param maxPairs that the driver may hold
   * @param thresholds of the verdicts
   */
  record Plan(
      String title,
      String data,
      List<String> models,
      String artifact,
      String curve,
      Map<String, String> honesty,
      Map<String, String> traps,
      Map<String, String> pools,
      String gold,
      String earlier,
      Map<String, String> behaviours,
      String training,
      int resamples,
      int bins,
      int mistakes,
      Excerpts excerpts,
      EditSettings edits,
      double statedAgreement,
      int relabel,
      ReviewSettings review,
      long maxPairs,
      Thresholds thresholds) {}

  @Override
  public String name() {
    return "audit";
  }

  @Override
  public String description() {
    return "Measure how far a reward model can be trusted.";
  }

  @Override
  public Class<Plan> settingsType() {
    return Plan.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, Plan plan) {
    return allInputs(common, plan);
  }

  private static List<JobInput> allInputs(CommonSettings common, Plan plan) {
    if (plan.models().size() != common.input().size()) {
      throw new IllegalArgumentException(
          "Cannot audit %d inputs with the names %s: models needs one name an input"
              .formatted(common.input().size(), plan.models()));
    }

    if (plan.models().stream().distinct().count() < plan.models().size()) {
      throw new IllegalArgumentException(
          "Cannot audit the models %s: each needs a name of its own".formatted(plan.models()));
    }

    List<JobInput> inputs = new ArrayList<>(common.input().stream().map(JobInput::output).toList());
    if (!plan.artifact().isEmpty()) {
      inputs.add(JobInput.model(plan.artifact()));
    }

    plan.honesty().values().forEach(input -> inputs.add(JobInput.output(input)));
    plan.traps().values().forEach(input -> inputs.add(JobInput.output(input)));
    plan.pools().values().forEach(input -> inputs.add(JobInput.table(input)));
    if (!plan.gold().isEmpty()) {
      inputs.add(JobInput.model(plan.gold()));
    }

    plan.behaviours().values().forEach(input -> inputs.add(JobInput.output(input)));
    if (!plan.training().isEmpty()) {
      inputs.add(JobInput.output(plan.training()));
    }

    if (!plan.curve().isEmpty()) {
      inputs.add(JobInput.output(plan.curve()));
    }

    if (!plan.earlier().isEmpty()) {
      if (plan.earlier().equals(common.output())) {
        throw new IllegalArgumentException(
            "Cannot compare %s with itself: earlier must be another output"
                .formatted(plan.earlier()));
      }

      inputs.add(JobInput.output(plan.earlier()));
    }

    return inputs;
  }

  @Override
  public Outcome run(JobContext context, Plan plan) throws IOException {
    List<ScoredModel> models = new ArrayList<>();
    for (int i = 0; i < plan.models().size(); i++) {
      Dataset<Row> scored =
          context.table(
              name(),
              context.common().input().get(i),
              TableColumns.comparisonsWith(Columns.REWARDS, Columns.MODEL_DIGEST));
      models.add(
          new ScoredModel(
              plan.models().get(i), scored, i == 0 ? scoring(context, plan, scored) : null));
    }

    Audit audit = new Audit(settings(context, plan));
    context.write(Audit.pairs(models));
    Dataset<Row> pairs = context.spark().read().parquet(context.stagedData());
    AuditReport report =
        audit.report(
            models, pairs, new AuditTables(context, plan).all(), provenance(context, plan));
    String json = report.json();
    JsonNode tree = ReportSchema.read(json, AuditReports.FILE);
    context.writeText(AuditReports.FILE, json);
    context.writeText(ReportSchema.FILE, ReportSchema.text());
    context.writeText("relabel.csv", DoubtfulLabel.csv(report.doubtful()));
    for (Map.Entry<String, String> file : ReportFiles.of(tree).entrySet()) {
      context.writeText(file.getKey(), file.getValue());
    }

    ScoredModel audited = models.get(0);
    long judged =
        pairs
            .where(functions.col(PairSchema.MODEL).equalTo(audited.name()))
            .select(Columns.COMPARISON_ID, Columns.OCCURRENCE)
            .distinct()
            .count();
    long unscored = audited.comparisons().where(ScoredModel.unscored()).count();
    Map<String, Long> dropped = unscored == 0 ? Map.of() : Map.of("without-reward", unscored);
    return outcome(tree, audited.comparisons().count(), judged, dropped, pairs.count());
  }

  @Override
  public void show(JobOutput output, Console console) throws IOException {
    AuditReports.show(AuditReports.of(output), console);
    console.result(output.file("report.html"));
  }

  /** Held out from the row's own fold where the scores were. */
  private static @Nullable UnaryOperator<Dataset<Row>> scoring(
      JobContext context, Plan plan, Dataset<Row> scored) throws IOException {
    if (plan.artifact().isEmpty()) {
      return null;
    }

    String model = JobInput.artifactPath(context.hadoop(), plan.artifact());
    Scoring scoring =
        crossFitted(scored)
            ? Scoring.heldOut(CrossFitted.folds(context.hadoop(), model), ScoreSettings.DEFAULT)
            : Scoring.with(model, ScoreSettings.DEFAULT);
    return scoring::apply;
  }

  /** Whether several models scored the rows; nulls are rows that none could score. */
  static boolean crossFitted(Dataset<Row> scored) {
    Dataset<Row> digests = scored.select(Columns.MODEL_DIGEST);
    return digests.where(functions.col(Columns.MODEL_DIGEST).isNotNull()).distinct().count() > 1;
  }

  private static AuditSettings settings(JobContext context, Plan plan) {
    return new AuditSettings(
        context.common().seed(),
        plan.resamples(),
        plan.bins(),
        plan.mistakes(),
        plan.excerpts(),
        plan.edits(),
        plan.statedAgreement(),
        plan.relabel(),
        plan.review(),
        plan.maxPairs(),
        plan.thresholds());
  }

  private static Provenance provenance(JobContext context, Plan plan) throws IOException {
    Map<String, String> details = new TreeMap<>(BuildInfo.environment());
    for (JobInput input : allInputs(context.common(), plan)) {
      details.put("input " + input.path(), input.digest(context.hadoop()).digest());
    }

    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new Provenance(plan.title(), plan.data(), now, BuildInfo.codeVersion(), details);
  }

  private static Outcome outcome(
      JsonNode report, long comparisons, long judged, Map<String, Long> dropped, long judgements) {
    ObjectNode results = new ObjectMapper().createObjectNode();
    ArrayNode failed = results.putArray(Manifests.FAILED_CHECKS);
    AuditReports.failed(report).forEach(failed::add);
    Conservation.of(comparisons).plus("judged", judged).plus(dropped).in(results, "comparisons");
    String summary = "%d checks, %d failed".formatted(report.path("checks").size(), failed.size());
    return new Outcome(
        Count.of(comparisons, Unit.COMPARISONS),
        Count.of(judgements, Unit.JUDGEMENTS),
        dropped,
        results,
        summary);
  }
}
