package org.touchstone.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.ingest.Format;
import org.touchstone.ingest.Header;
import org.touchstone.ingest.IngestSettings;
import org.touchstone.ingest.Ingested;
import org.touchstone.ingest.Ingestion;
import org.touchstone.ingest.Mapping;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/** Human feedback into comparisons; what is refused is kept with its reason. */
final class IngestJob implements Job<IngestJob.Plan> {

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
   */
  record Plan(
      Format format,
      Mapping mapping,
      @Nullable String tableFormat,
      Header header,
      @Nullable String source,
      int maxLineBytes,
      List<String> labels,
      double maxRejectedShare) {
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
  public Outcome run(JobContext context, Plan plan) {
    IngestSettings settings =
        new IngestSettings(
            plan.format(),
            plan.mapping(),
            plan.tableFormat(),
            plan.header(),
            plan.source(),
            plan.maxLineBytes(),
            plan.labels());
    Ingested ingested = new Ingestion(context.spark(), settings).read(context.common().input());
    context.write(ingested.comparisons());
    ingested.rejected().write().parquet(context.staged("rejected"));
    Dataset<Row> rejected = context.spark().read().parquet(context.staged("rejected"));
    Map<String, Long> reasons = Counts.by(rejected, Columns.REASON);
    Dataset<Row> kept = context.spark().read().parquet(context.stagedData());
    Map<String, Long> sources = Counts.by(kept, Columns.SOURCE);
    long out = sources.values().stream().mapToLong(Long::longValue).sum();
    long refused = reasons.values().stream().mapToLong(Long::longValue).sum();
    checkShare(refused, ingested.records(), plan, reasons);
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    results.put("schema", ComparisonTable.VERSION);
    sources.forEach(results.putObject("sources")::put);
    String summary = "%d sources".formatted(sources.size());
    return new Outcome(ingested.records(), out, reasons, results, summary);
  }

  private static void checkShare(long refused, long all, Plan plan, Map<String, Long> reasons) {
    if (refused > plan.maxRejectedShare() * all) {
      throw new IllegalArgumentException(
          "Cannot ingest: %,d of %,d rows are refused (%s), max-rejected-share allows %s"
              .formatted(refused, all, reasons, plan.maxRejectedShare()));
    }
  }
}
