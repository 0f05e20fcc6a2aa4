package org.touchstone.statistics;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;

/**
 * Counts what people should know of a corpus before they train on it.
 *
 * <p>One pass counts every measure into histograms of bounded size, which are merged on the driver
 * into groups: all rows, each source, each split, each source in each split. A second pass counts
 * distinct prompts and prompt clusters, which cannot be added up over groups.
 */
public final class Statistics {

  private static final String PROMPT_HASH = "prompt_hash";

  /** A source or all, and a split or all; null is all. */
  private record Group(@Nullable String source, @Nullable String split) {}

  private static final Group ALL = new Group(null, null);

  /** Columns of later jobs that are counted where there are. */
  private static final List<String> LATER =
      List.of(Columns.PROMPT_CLUSTER, Columns.DUPLICATE_KIND, Columns.CONTRADICTION, Columns.SPLIT);

  private Statistics() {}

  /**
   * Counts a corpus.
   *
   * @param comparisons rows of {@link org.touchstone.schema.ComparisonTable#SCHEMA}, with or
   *     without the columns of deduplicate and split
   * @param rejected the lines that ingest rejected, with their {@code reason}; null if not known
   * @return the statistics
   */
  public static CorpusStatistics of(Dataset<Row> comparisons, @Nullable Dataset<Row> rejected) {
    List<String> present = Arrays.asList(comparisons.columns());
    Dataset<Row> rows = completed(comparisons, present);
    Map<Group, Tallies> tallies = tally(rows);
    boolean clustered = present.contains(Columns.PROMPT_CLUSTER);
    Map<Group, GroupStatistics> groups = new HashMap<>();
    for (Row row : distinct(rows).collectAsList()) {
      Group group = new Group(row.getString(0), row.getString(1));
      groups.put(
          group,
          tallies
              .computeIfAbsent(group, key -> new Tallies())
              .statistics(row.getLong(2), clustered ? row.getLong(3) : null));
    }

    return assemble(groups, present.contains(Columns.SPLIT), byReason(rejected));
  }

  /** Adds the columns that later jobs add, empty, where they are missing. */
  private static Dataset<Row> completed(Dataset<Row> comparisons, List<String> present) {
    Column none = lit(null).cast(DataTypes.StringType);
    Column noIds = array().cast(DataTypes.createArrayType(DataTypes.StringType));
    Dataset<Row> rows = comparisons;
    for (String column : LATER) {
      if (!present.contains(column)) {
        rows = rows.withColumn(column, column.equals(Columns.CONTRADICTION) ? noIds : none);
      }
    }

    return rows.withColumn(Columns.SPLIT, coalesce(col(Columns.SPLIT), lit("")));
  }

  private static Map<Group, Tallies> tally(Dataset<Row> rows) {
    List<Row> cells =
        rows.mapPartitions(new TallyRows(), Encoders.row(TallyRows.SCHEMA))
            .groupBy(Columns.SOURCE, Columns.SPLIT, TallyRows.MEASURE, TallyRows.BUCKET)
            .agg(
                sum(TallyRows.COUNT).as(TallyRows.COUNT),
                sum(TallyRows.SUM).as(TallyRows.SUM),
                min(TallyRows.LEAST).as(TallyRows.LEAST),
                max(TallyRows.MOST).as(TallyRows.MOST))
            .collectAsList();
    Map<Group, Tallies> tallies = new HashMap<>();
    for (Row cell : cells) {
      String source = cell.getAs(Columns.SOURCE);
      String split = cell.getAs(Columns.SPLIT);
      for (Group group :
          List.of(ALL, new Group(source, null), new Group(null, split), new Group(source, split))) {
        tallies.computeIfAbsent(group, key -> new Tallies()).add(cell);
      }
    }

    return tallies;
  }

  private static Dataset<Row> distinct(Dataset<Row> rows) {
    return rows.select(
            col(Columns.SOURCE),
            col(Columns.SPLIT),
            xxhash64(col(Columns.PROMPT)).as(PROMPT_HASH),
            col(Columns.PROMPT_CLUSTER))
        .cube(Columns.SOURCE, Columns.SPLIT)
        .agg(countDistinct(PROMPT_HASH), countDistinct(Columns.PROMPT_CLUSTER));
  }

  private static CorpusStatistics assemble(
      Map<Group, GroupStatistics> groups, boolean isSplit, Map<String, Long> rejected) {
    GroupStatistics none = new Tallies().statistics(0, null);
    Map<String, GroupStatistics> bySource = new TreeMap<>();
    Map<String, GroupStatistics> bySplit = new TreeMap<>();
    Map<String, Map<String, GroupStatistics>> byBoth = new TreeMap<>();
    groups.forEach(
        (group, statistics) -> {
          String source = group.source();
          String split = group.split();
          if (source != null && split == null) {
            bySource.put(source, statistics);
          } else if (source == null && split != null && isSplit) {
            bySplit.put(split, statistics);
          } else if (source != null && split != null && isSplit) {
            byBoth.computeIfAbsent(source, key -> new TreeMap<>()).put(split, statistics);
          }
        });
    return new CorpusStatistics(
        CorpusStatistics.VERSION,
        groups.getOrDefault(ALL, none),
        bySource,
        bySplit,
        byBoth,
        rejected);
  }

  private static Map<String, Long> byReason(@Nullable Dataset<Row> rejected) {
    Map<String, Long> counts = new TreeMap<>();
    if (rejected != null) {
      for (Row row : rejected.groupBy(Columns.REASON).count().collectAsList()) {
        counts.put(row.getString(0), row.getLong(1));
      }
    }

    return counts;
  }
}
