package org.touchstone.deduplicate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.format_string;
import static org.apache.spark.sql.functions.posexplode;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import org.touchstone.schema.Columns;

/**
 * Finds exact and near duplicates and contradictions among comparisons, and the prompts that must
 * not part in a split. Every row is kept; what to drop is a later choice.
 *
 * <p>Texts are near duplicates when their shingle sets have at least a given Jaccard similarity;
 * candidates come from MinHash bands, each is verified on the sets, and only verified pairs become
 * edges. A <em>prompt cluster</em> is a connected component over the full prompts and their opening
 * turns: dialogues that open alike are in one cluster though they go on differently, since a model
 * would otherwise be tested on openings that it was trained on. A <em>reply cluster</em> is one
 * over replies. A <em>duplicate</em> is similar to the row that it names, prompt and each reply
 * paired one to one, never merely connected with it.
 *
 * <p>Ids of clusters are the least hash of a text in them: equal on any machine, in any partitions
 * and row order.
 */
public final class Deduplication {

  private static final String[] KEY = {Columns.COMPARISON_ID, Columns.OCCURRENCE};
  private static final String[] ADDED = {
    Columns.PROMPT_CLUSTER,
    Columns.DUPLICATE_OF,
    Columns.DUPLICATE_KIND,
    Columns.SIMILARITY,
    Columns.CONTRADICTION,
    Columns.REPLY_CLUSTERS
  };

  private final DeduplicationSettings settings;

  /**
   * Prepares the search.
   *
   * @param settings when texts are near duplicates
   */
  public Deduplication(DeduplicationSettings settings) {
    this.settings = settings;
  }

  /**
   * Adds the columns of the contract. The search runs now, and its small result is kept in memory
   * or on local disks for as long as the returned table is reachable.
   *
   * @param comparisons rows of {@link org.touchstone.schema.ComparisonTable#SCHEMA}; columns of an
   *     earlier search are replaced
   * @return the same rows with {@code prompt_cluster}, {@code duplicate_of}, {@code
   *     duplicate_kind}, {@code similarity}, {@code contradiction} and {@code reply_clusters}
   * @throws IllegalArgumentException if two rows have the same comparison_id and occurrence
   */
  public Dataset<Row> apply(Dataset<Row> comparisons) {
    Dataset<Row> rows = comparisons.drop(ADDED);
    Dataset<Row> facts = kept(rows.map(new ReadFacts(), Encoders.row(ReadFacts.SCHEMA)));
    refuseRepeatedKeys(facts);
    Dataset<Row> clustered = clustered(rows, facts);
    Dataset<Row> marked = new DuplicateRows(settings.replies()).of(clustered, rows);
    Dataset<Row> added = kept(added(clustered, marked));
    return rows.join(added, KEY);
  }

  private static void refuseRepeatedKeys(Dataset<Row> facts) {
    Dataset<Row> repeated = facts.groupBy(col(KEY[0]), col(KEY[1])).count().filter("count > 1");
    for (Row row : repeated.takeAsList(1)) {
      throw new IllegalArgumentException(
          "Cannot deduplicate: %d rows have comparison_id %s and occurrence %d, must be 1"
              .formatted(row.getLong(2), row.getString(0), row.getInt(1)));
    }
  }

  private Dataset<Row> clustered(Dataset<Row> rows, Dataset<Row> facts) {
    NearPairs pairs = new NearPairs(settings);
    Dataset<Row> sets = pairs.sign(rows).persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Dataset<Row> openings =
          facts.select(col(ReadFacts.PROMPT_VERTEX), explode(col(ReadFacts.OPENINGS)));
      Dataset<Row> edges =
          openings.union(pairs.among(sets).select(PairBucket.LEFT, PairBucket.RIGHT));
      Dataset<Row> components = kept(Components.of(edges));
      return kept(withReplyClusters(withPromptClusters(facts, components), components));
    } finally {
      sets.unpersist();
    }
  }

  private static Dataset<Row> withPromptClusters(Dataset<Row> facts, Dataset<Row> components) {
    Column vertex = components.col(ReadTexts.VERTEX);
    return facts
        .join(components, facts.col(ReadFacts.PROMPT_VERTEX).equalTo(vertex), "left")
        .withColumn(
            Columns.PROMPT_CLUSTER,
            hex(coalesce(col(Components.CLUSTER), col(ReadFacts.PROMPT_VERTEX))))
        .drop(ReadTexts.VERTEX, Components.CLUSTER);
  }

  private static Dataset<Row> withReplyClusters(Dataset<Row> facts, Dataset<Row> components) {
    Dataset<Row> clusters =
        facts
            .select(col(KEY[0]), col(KEY[1]), posexplode(col(ReadFacts.REPLY_VERTICES)))
            .withColumnRenamed("col", "reply")
            .join(components, col("reply").equalTo(col(ReadTexts.VERTEX)), "left")
            .withColumn(Components.CLUSTER, hex(coalesce(col(Components.CLUSTER), col("reply"))))
            .groupBy(col(KEY[0]), col(KEY[1]))
            .agg(
                sort_array(collect_list(struct(col("pos"), col(Components.CLUSTER))))
                    .getField(Components.CLUSTER)
                    .as(Columns.REPLY_CLUSTERS));
    return facts.join(clusters, KEY);
  }

  private static Dataset<Row> added(Dataset<Row> clustered, Dataset<Row> marked) {
    Column isFirst =
        col(Columns.COMPARISON_ID)
            .equalTo(col(MarkDuplicates.FIRST_ID))
            .and(col(Columns.OCCURRENCE).equalTo(col(MarkDuplicates.FIRST_OCCURRENCE)));
    Column first =
        struct(
            col(MarkDuplicates.FIRST_ID).as(Columns.COMPARISON_ID),
            col(MarkDuplicates.FIRST_OCCURRENCE).as(Columns.OCCURRENCE));
    return clustered
        .join(marked, new String[] {ReadFacts.SET_ID, ReadFacts.SET_RANKS})
        .select(
            col(KEY[0]),
            col(KEY[1]),
            col(Columns.PROMPT_CLUSTER),
            when(isFirst, null).otherwise(first).as(Columns.DUPLICATE_OF),
            when(isFirst, null).otherwise(col(MarkDuplicates.KIND)).as(Columns.DUPLICATE_KIND),
            when(isFirst, null).otherwise(col(Columns.SIMILARITY)).as(Columns.SIMILARITY),
            col(Columns.CONTRADICTION),
            col(Columns.REPLY_CLUSTERS));
  }

  private static Column hex(Column vertex) {
    return format_string("%016x", vertex);
  }

  /**
   * Computes a table once and holds it below the planner, where Spark frees it when nothing refers
   * to it any more; lost partitions are computed again.
   */
  private static Dataset<Row> kept(Dataset<Row> table) {
    JavaRDD<Row> rows = table.javaRDD().persist(StorageLevel.MEMORY_AND_DISK());
    rows.count();
    return table.sparkSession().createDataFrame(rows, table.schema());
  }
}
