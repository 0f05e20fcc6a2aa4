package org.touchstone.jobs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.touchstone.deduplicate.Deduplication;
import org.touchstone.deduplicate.DeduplicationSettings;
import org.touchstone.schema.Columns;

/** Marks duplicates and contradictions and finds prompt clusters; drops nothing. */
final class DeduplicateJob implements Job<DeduplicationSettings> {

  @Override
  public String name() {
    return "deduplicate";
  }

  @Override
  public String description() {
    return "Find prompt clusters, duplicates and contradictions; every row is kept.";
  }

  @Override
  public Class<DeduplicationSettings> settingsType() {
    return DeduplicationSettings.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, DeduplicationSettings settings) {
    return List.of(JobInput.output(common.onlyInput()));
  }

  @Override
  public Outcome run(JobContext context, DeduplicationSettings settings) throws IOException {
    Dataset<Row> comparisons = context.table(context.common().onlyInput());
    context.write(new Deduplication(settings).apply(comparisons));
    Dataset<Row> marked = context.spark().read().parquet(context.stagedData());
    long rows = marked.count();
    Map<String, Long> kinds = Counts.by(marked, Columns.DUPLICATE_KIND);
    long clusters = marked.select(Columns.PROMPT_CLUSTER).distinct().count();
    long contradicted =
        marked.filter(functions.size(functions.col(Columns.CONTRADICTION)).gt(0)).count();
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    results.put("prompt_clusters", clusters);
    results.put("rows_in_contradictions", contradicted);
    kinds.forEach(results.putObject("duplicates")::put);
    String summary =
        "%,d prompt clusters, duplicates %s, %,d rows contradicted"
            .formatted(clusters, kinds, contradicted);
    return new Outcome(rows, rows, Map.of(), results, summary);
  }
}
