package org.touchstone.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import org.touchstone.contamination.Contamination;
import org.touchstone.contamination.ContaminationSettings;
import org.touchstone.contamination.EvaluationSet;
import org.touchstone.deduplicate.Deduplicated;
import org.touchstone.deduplicate.Deduplication;
import org.touchstone.deduplicate.DeduplicationSettings;
import org.touchstone.deduplicate.NearSettings;
import org.touchstone.jobs.Outcome.Count;
import org.touchstone.jobs.Outcome.Unit;
import org.touchstone.schema.Columns;

/**
 * Marks duplicates and contradictions, finds prompt clusters, and takes out what will be tested on.
 */
final class DeduplicateJob implements Job<DeduplicateJob.Plan> {

  private static final String REMOVED = "removed";
  private static final String MARKED = "marked";
  private static final String CONTAMINATED = "contaminated prompt cluster";
  private static final String ROWS = "rows";
  private static final String CONTRADICTED = "contradicted";
  private static final String NEARLY = "nearly";
  private static final int LARGEST_CLUSTERS = 10;

  /**
   * The job's settings.
   *
   * @param prompts when prompts belong to one cluster
   * @param replies when replies belong to one cluster, and when rows are near duplicates
   * @param contamination evaluation sets to look for; null for none
   */
  record Plan(
      NearSettings prompts, NearSettings replies, @Nullable ContaminationSettings contamination) {}

  @Override
  public String name() {
    return "deduplicate";
  }

  @Override
  public String description() {
    return "Find prompt clusters, duplicates, contradictions and contaminated rows.";
  }

  @Override
  public Class<Plan> settingsType() {
    return Plan.class;
  }

  @Override
  public List<JobInput> inputs(CommonSettings common, Plan plan) {
    List<JobInput> inputs = new ArrayList<>(List.of(JobInput.output(common.onlyInput())));
    ContaminationSettings contamination = plan.contamination();
    if (contamination != null) {
      contamination.sets().forEach(set -> inputs.add(JobInput.table(set.path())));
    }

    return inputs;
  }

  @Override
  public Outcome run(JobContext context, Plan plan) throws IOException {
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    TextVersions.putIn(results);
    ContaminationSettings contamination = plan.contamination();
    String marked = contamination == null ? context.stagedData() : context.staged(MARKED);
    mark(context, plan, marked, results);
    Map<String, Long> dropped =
        contamination == null ? Map.of() : decontaminate(context, contamination, results);
    Dataset<Row> rows = context.spark().read().parquet(context.stagedData());
    Map<String, Long> kinds = Counts.by(rows, Columns.DUPLICATE_KIND);
    Dataset<Row> sizes =
        rows.groupBy(Columns.PROMPT_CLUSTER)
            .agg(
                count(lit(1)).as(ROWS),
                sum(when(size(col(Columns.CONTRADICTION)).gt(0), 1).otherwise(0)).as(CONTRADICTED),
                sum(when(size(col(Columns.NEAR_CONTRADICTION)).gt(0), 1).otherwise(0)).as(NEARLY),
                min(Columns.COMPARISON_ID).as(Columns.COMPARISON_ID))
            .persist(StorageLevel.MEMORY_AND_DISK());
    Row counts = sizes.agg(count(lit(1)), sum(ROWS), sum(CONTRADICTED), sum(NEARLY)).head();
    long clusters = counts.getLong(0);
    long kept = clusters == 0 ? 0 : counts.getLong(1);
    long contradicted = clusters == 0 ? 0 : counts.getLong(2);
    long nearly = clusters == 0 ? 0 : counts.getLong(3);
    results.put("prompt_clusters", clusters);
    addLargest(sizes, results.putArray("largest_prompt_clusters"));
    sizes.unpersist();
    results.put("rows_in_contradictions", contradicted);
    results.put("rows_in_near_contradictions", nearly);
    kinds.forEach(results.putObject("duplicates")::put);
    long removed = dropped.values().stream().mapToLong(Long::longValue).sum();
    Conservation.of(context.table(context.common().onlyInput()).count())
        .plus("kept", kept)
        .plus(dropped)
        .in(results, ROWS);
    String summary =
        "%,d prompt clusters, the largest of %,d rows, duplicates %s, %,d rows contradicted, at least %,d nearly"
                .formatted(
                    clusters,
                    results.at("/largest_prompt_clusters/0/rows").asLong(),
                    kinds,
                    contradicted,
                    nearly)
            + (contamination == null ? "" : ", %,d rows contaminated".formatted(removed));
    return new Outcome(
        Count.of(kept + removed, Unit.COMPARISONS),
        Count.of(kept, Unit.COMPARISONS),
        dropped,
        results,
        summary);
  }

  /** Lists the clusters of most rows, each with a row to look at. */
  private static void addLargest(Dataset<Row> sizes, ArrayNode largest) {
    for (Row cluster :
        sizes
            .orderBy(col(ROWS).desc(), col(Columns.PROMPT_CLUSTER))
            .limit(LARGEST_CLUSTERS)
            .collectAsList()) {
      largest
          .addObject()
          .put(Columns.PROMPT_CLUSTER, cluster.<String>getAs(Columns.PROMPT_CLUSTER))
          .put(ROWS, cluster.<Long>getAs(ROWS))
          .put(Columns.COMPARISON_ID, cluster.<String>getAs(Columns.COMPARISON_ID));
    }
  }

  private static void mark(JobContext context, Plan plan, String path, ObjectNode results)
      throws IOException {
    Dataset<Row> comparisons =
        context.table("deduplicate", context.common().onlyInput(), TableColumns.COMPARISONS);
    DeduplicationSettings settings = new DeduplicationSettings(plan.prompts(), plan.replies());
    try (Deduplicated found = new Deduplication(settings).apply(comparisons)) {
      found.comparisons().write().parquet(path);
      results.put("texts_in_crowded_buckets", found.crowdedTexts());
    }
  }

  /** Writes the rows of clean prompt clusters as the data, and the others beside it. */
  private static Map<String, Long> decontaminate(
      JobContext context, ContaminationSettings settings, ObjectNode results) throws IOException {
    Dataset<Row> marked = context.spark().read().parquet(context.staged(MARKED));
    Contamination contamination = new Contamination(settings);
    for (EvaluationSet set : settings.sets()) {
      contamination.reading(set, context.anyTable(set.path()));
    }

    Dataset<Row> searched = contamination.search(marked).persist(StorageLevel.MEMORY_AND_DISK());
    Dataset<Row> hits = searched.filter(size(col(Columns.CONTAMINATION)).gt(0));
    Dataset<Row> clusters = hits.select(col(Columns.PROMPT_CLUSTER).as("cluster")).distinct();
    ObjectNode found = results.putObject("contamination");
    found.put("instances", contamination.instances());
    found.put("instances_too_short", contamination.tooShort());
    found.put("rows_with_matches", hits.count());
    found.put("contaminated_prompt_clusters", clusters.count());
    ObjectNode bySet = found.putObject("matched_instances_by_set");
    hits.select(explode(col(Columns.CONTAMINATION)).as("match"))
        .groupBy("match." + Columns.EVALUATION_SET)
        .agg(countDistinct("match." + Columns.INSTANCE))
        .collectAsList()
        .forEach(row -> bySet.put(row.getString(0), row.getLong(1)));
    Dataset<Row> removed = searched.join(clusters, sameCluster(searched, clusters), "left_semi");
    Map<String, Long> dropped = Map.of();
    if (settings.action() == ContaminationSettings.Action.KEEP) {
      searched.write().parquet(context.stagedData());
    } else {
      searched
          .join(clusters, sameCluster(searched, clusters), "left_anti")
          .drop(Columns.CONTAMINATION)
          .write()
          .parquet(context.stagedData());
      removed.write().parquet(context.staged(REMOVED));
      dropped = Map.of(CONTAMINATED, removed.count());
    }

    searched.unpersist();
    Path work = new Path(context.staged(MARKED));
    work.getFileSystem(context.hadoop()).delete(work, true);
    return dropped;
  }

  private static Column sameCluster(Dataset<Row> rows, Dataset<Row> clusters) {
    return rows.col(Columns.PROMPT_CLUSTER).equalTo(clusters.col("cluster"));
  }
}
