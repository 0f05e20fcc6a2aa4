package org.touchstone.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.ingest.FileAccount;
import org.touchstone.ingest.Format;
import org.touchstone.ingest.Header;
import org.touchstone.ingest.IngestSettings;
import org.touchstone.ingest.Ingested;
import org.touchstone.ingest.Ingestion;
import org.touchstone.ingest.Mapping;
import org.touchstone.ingest.UnusedColumn;
import org.touchstone.jobs.Outcome.Count;
import org.touchstone.jobs.Outcome.Unit;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/** Human feedback into comparisons; what is refused is kept with its reason. */
final class IngestJob implements Job<IngestJob.Plan> {

  private static final String REJECTED = "rejected";

  /**
   * The job's settings.
   *
   * @param format of every input file
   * @param mapping where things are in a format that is none of those
   * @param tableFormat Spark's data source of every input; null for files by their endings
   * @param header whether rows of CSV and TSV begin with names
   * @param source of every comparison; null for the file's name
   * @param maxLineBytes longest record of a text that is read
   * @param labels of the first reply of a pair, of the second and of a tie; empty if files show it
   * @param maxRejectedShare largest share of records that may be refused before the job fails
   * @param maxRejectedCharacters how much of a rejected record is kept
   * @param unusedColumns what to do about text under keys that no reader used
   */
  record Plan(
      Format format,
      Mapping mapping,
      @Nullable String tableFormat,
      Header header,
      @Nullable String source,
      int maxLineBytes,
      List<String> labels,
      double maxRejectedShare,
      int maxRejectedCharacters,
      UnusedColumns unusedColumns) {
    Plan {
      if (!(maxRejectedShare >= 0 && maxRejectedShare <= 1)) {
        throw new IllegalArgumentException(
            "Cannot ingest: max-rejected-share is %s, must be from 0 to 1"
                .formatted(maxRejectedShare));
      }
    }
  }

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public String description() {
    return "Read human feedback into the comparisons table.";
  }

  @Override
  public Class<Plan> settingsType() {
    return Plan.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, Plan plan) {
    List<JobInput> inputs = new ArrayList<>(common.input().stream().map(JobInput::raw).toList());
    if (plan.mapping().lookup() != null) {
      inputs.add(JobInput.raw(plan.mapping().lookup()));
    }

    return inputs;
  }

  @Override
  public Outcome run(JobContext context, Plan plan) throws IOException {
    IngestSettings settings =
        new IngestSettings(
            plan.format(),
            plan.mapping(),
            plan.tableFormat(),
            plan.header(),
            plan.source(),
            plan.maxLineBytes(),
            plan.maxRejectedCharacters(),
            plan.labels());
    List<String> inputs = context.common().input();
    try (Ingested ingested = new Ingestion(context.spark(), settings).read(inputs)) {
      return publish(context, plan, ingested);
    }
  }

  private static Outcome publish(JobContext context, Plan plan, Ingested ingested)
      throws IOException {
    if (ingested.records() == 0) {
      throw new IllegalArgumentException(
          "Cannot ingest %s: there is no record in %d files, at most blank lines and headers"
              .formatted(words(context), ingested.files().size()));
    }

    ingested.rejected().write().parquet(context.staged(REJECTED));
    Dataset<Row> rejected = context.spark().read().parquet(context.staged(REJECTED));
    Map<String, Long> reasons = Counts.by(rejected, Columns.REASON);
    IngestReport report = IngestReport.of(ingested, rejected);
    refuseTooMany(context, plan, ingested, reasons, report);
    if (plan.unusedColumns() == UnusedColumns.REFUSE) {
      ingested.files().forEach(IngestJob::refuseUnused);
    }

    context.write(ingested.comparisons());
    Dataset<Row> kept = context.spark().read().parquet(context.stagedData());
    Map<String, Long> sources = Counts.by(kept, Columns.SOURCE);
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    results.put("schema", ComparisonTable.VERSION);
    sources.forEach(results.putObject("sources")::put);
    report.addTo(results);
    Conservation.of(ingested.counts().comparisons())
        .plus("written", sum(sources))
        .in(results, "comparisons");
    Conservation.of(ingested.counts().refused()).plus(reasons).in(results, "refusals");
    List<String> sentences = new ArrayList<>();
    sentences.add("%d sources".formatted(sources.size()));
    sentences.addAll(report.sentences(plan.unusedColumns()));
    return new Outcome(
        Count.of(ingested.records(), Unit.ROWS),
        Count.of(sum(sources), Unit.COMPARISONS),
        reasons,
        results,
        String.join("; ", sentences));
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String words(JobContext context) {
    return String.join(", ", context.common().input());
  }

  /** Fails if nothing or too little is left; the rejected records are kept for repair. */
  private static void refuseTooMany(
      JobContext context,
      Plan plan,
      Ingested ingested,
      Map<String, Long> reasons,
      IngestReport report)
      throws IOException {
    long refused = sum(reasons);
    boolean none = ingested.counts().comparisons() == 0;
    if (none || refused > plan.maxRejectedShare() * ingested.records()) {
      String kept = RejectedFolder.keep(context, context.staged(REJECTED), Instant.now());
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot ingest %s: %,d of %,d rows are refused (%s), %s; first: %s; all of them: %s",
              words(context),
              refused,
              ingested.records(),
              reasons,
              none
                  ? "which leaves no comparison"
                  : "max-rejected-share allows " + plan.maxRejectedShare(),
              report.samples(),
              kept));
    }
  }

  private static void refuseUnused(String path, FileAccount file) {
    List<String> columns =
        file.longUnused().stream()
            .map(
                key -> {
                  UnusedColumn column = Objects.requireNonNull(file.unused().get(key));
                  return String.format(
                      Locale.ROOT,
                      "\"%s\" (%,d rows, %,d characters)",
                      key,
                      column.rows(),
                      column.characters());
                })
            .toList();
    if (file.lacksPrompts() && !columns.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot ingest %s: %,d of %,d comparisons have an empty prompt, and no reader uses the"
                  + " text under %s; say where the prompt is with mapping, rename its key to prompt,"
                  + " or go on with --set unused-columns=ignore",
              IngestReport.plain(path),
              file.emptyPrompts(),
              file.judgements(),
              String.join(", ", columns)));
    }
  }
}
