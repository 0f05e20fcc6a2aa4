package org.touchstone.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.JobOutput;
import org.touchstone.jobs.Outcome.Count;
import org.touchstone.jobs.Outcome.Unit;
import org.touchstone.statistics.CorpusStatistics;
import org.touchstone.statistics.Drift;
import org.touchstone.statistics.Expectation;
import org.touchstone.statistics.GroupMeasure;
import org.touchstone.statistics.GroupStatistics;
import org.touchstone.statistics.LengthBias;
import org.touchstone.statistics.MeasureTable;
import org.touchstone.statistics.RowChanges;
import org.touchstone.statistics.Statistics;
import org.touchstone.statistics.StatisticsReport;
import org.touchstone.statistics.StatisticsSettings;

/** Everything that people should know of a table of comparisons, and what is expected of it. */
final class StatisticsJob implements Job<StatisticsJob.Plan> {

  private static final ObjectMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();
  private static final String INGEST = "ingest";
  private static final String REJECTED = "rejected";
  private static final String PAGE = "data/statistics.html";

  /**
   * The job's settings.
   *
   * @param title first line of the page
   * @param baseline output of a job to compare with; empty for none
   * @param expect ranges that numbers must lie in
   * @param texts whether results hold texts of the corpus
   * @param maxSources kept apart
   * @param maxPairsPerPrompt pairs of replies over all rows of a prompt; above it, the prompt is
   *     left out of agreement, cycles and scores
   * @param maxAnnotators of each source with a record of their own
   * @param pairedAnnotators of these, compared pair by pair
   * @param openings most frequent ones shown
   */
  record Plan(
      String title,
      String baseline,
      List<Map<String, Object>> expect,
      StatisticsSettings.Texts texts,
      int maxSources,
      int maxPairsPerPrompt,
      int maxAnnotators,
      int pairedAnnotators,
      int openings) {

    Plan {
      expect = List.copyOf(expect);
      expect.forEach(Expectation::of);
    }

    StatisticsSettings bounds() {
      return new StatisticsSettings(
          maxSources, maxPairsPerPrompt, maxAnnotators, pairedAnnotators, openings, texts);
    }

    List<Expectation> expectations() {
      return expect.stream().map(Expectation::of).toList();
    }
  }

  @Override
  public String name() {
    return "statistics";
  }

  @Override
  public String description() {
    return "Count rows, lengths, biases, agreement, duplicates and drift, and check what is expected.";
  }

  @Override
  public Class<Plan> settingsType() {
    return Plan.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, Plan plan) {
    List<JobInput> inputs = new ArrayList<>();
    inputs.add(JobInput.output(common.onlyInput()));
    if (!plan.baseline().isBlank()) {
      inputs.add(JobInput.output(plan.baseline()));
    }

    return inputs;
  }

  @Override
  public Outcome run(JobContext context, Plan plan) throws IOException {
    Dataset<Row> comparisons =
        context.table(name(), context.common().onlyInput(), TableColumns.COMPARISONS);
    try (Statistics counted = Statistics.count(comparisons, rejected(context), plan.bounds())) {
      Change change = change(context, plan, counted, comparisons);
      List<GroupMeasure> measures = new ArrayList<>(counted.measures());
      measures.addAll(change.measures());
      List<Expectation.Outcome> outcomes =
          plan.expectations().stream().map(expectation -> expectation.check(measures)).toList();
      refuseUnmet(context, outcomes);
      context.writeText(
          PAGE,
          StatisticsReport.page(
                  plan.title(),
                  counted,
                  comparisons,
                  change.rows(),
                  change.drifts(),
                  outcomes,
                  details(context, plan, counted.statistics()))
              .render());
      MeasureTable.of(context.spark(), measures).write().parquet(context.staged("data/groups"));
      counted.replyScores().write().parquet(context.staged("data/replies"));
      return outcome(context, counted.statistics(), change, comparisons);
    }
  }

  @Override
  public void show(JobOutput output, Console console) {
    console.result(output.file(PAGE));
  }

  /**
   * What is different from the baseline.
   *
   * @param rows added, removed and shared; null without a baseline
   * @param drifts of distributions and shares; empty without a baseline
   */
  private record Change(@Nullable RowChanges rows, List<Drift> drifts) {

    List<GroupMeasure> measures() {
      List<GroupMeasure> measures = new ArrayList<>();
      if (rows != null) {
        measures.addAll(rows.measures());
      }

      drifts.forEach(drift -> measures.addAll(drift.measures()));
      return measures;
    }
  }

  private static Change change(
      JobContext context, Plan plan, Statistics counted, Dataset<Row> comparisons)
      throws IOException {
    if (plan.baseline().isBlank()) {
      return new Change(null, List.of());
    }

    Dataset<Row> baseline = context.table("statistics", plan.baseline(), TableColumns.COMPARISONS);
    try (Statistics before = Statistics.count(baseline, null, plan.bounds())) {
      return new Change(RowChanges.between(baseline, comparisons), counted.driftFrom(before));
    }
  }

  /** The lines that ingest rejected, where the input is its output; null elsewhere. */
  private static @Nullable Dataset<Row> rejected(JobContext context) throws IOException {
    JobOutput input = JobOutput.at(context.hadoop(), context.common().onlyInput());
    boolean ingested =
        input.manifest().filter(manifest -> manifest.job().equals(INGEST)).isPresent();
    return ingested ? context.spark().read().parquet(input.file(REJECTED)) : null;
  }

  private static void refuseUnmet(JobContext context, List<Expectation.Outcome> outcomes) {
    List<String> unmet =
        outcomes.stream()
            .filter(outcome -> !outcome.met())
            .map(Expectation.Outcome::sentence)
            .toList();
    if (!unmet.isEmpty()) {
      throw new IllegalStateException(
          "Cannot accept %s: %s".formatted(context.common().onlyInput(), String.join("; ", unmet)));
    }
  }

  private static Map<String, String> details(
      JobContext context, Plan plan, CorpusStatistics statistics) throws IOException {
    Map<String, String> details = new TreeMap<>(BuildInfo.environment());
    details.put("touchstone", BuildInfo.codeVersion());
    details.put("format", CorpusStatistics.VERSION);
    details.put("rules", String.join(", ", statistics.versions().values()));
    List<String> inputs = new ArrayList<>(context.common().input());
    if (!plan.baseline().isBlank()) {
      inputs.add(plan.baseline());
    }

    for (String input : inputs) {
      details.put("input " + input, JobOutput.at(context.hadoop(), input).digest());
    }

    return details;
  }

  private static Outcome outcome(
      JobContext context, CorpusStatistics statistics, Change change, Dataset<Row> comparisons)
      throws IOException {
    ObjectNode tree = JSON.valueToTree(statistics);
    if (change.rows() != null) {
      tree.set("row_changes", JSON.valueToTree(change.rows()));
      tree.set("drift", JSON.valueToTree(change.drifts()));
    }

    context.writeText("data/statistics.json", tree.toPrettyString());
    GroupStatistics total = statistics.total();
    LengthBias words = total.lengthBias().get("words");
    Double longerWins = words == null ? null : words.longerWinsShare();
    String summary =
        String.format(Locale.ROOT, "%,d prompts", total.distinctPrompts())
            + (longerWins == null
                ? ""
                : String.format(
                    Locale.ROOT, "; the longer reply is chosen in %.1f %%", 100 * longerWins))
            + EmptyPrompts.warning(comparisons).map(text -> "; " + text).orElse("");
    ObjectNode results = JSON.createObjectNode();
    results.set("total", tree.get("total"));
    Conservation.of(comparisons.count()).plus("counted", total.rows()).in(results, "rows");
    return new Outcome(
        Count.of(total.rows(), Unit.COMPARISONS),
        Count.of(total.rows(), Unit.COMPARISONS),
        Map.of(),
        results,
        summary);
  }
}
