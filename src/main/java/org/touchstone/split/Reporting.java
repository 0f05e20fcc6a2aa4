package org.touchstone.split;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;
import org.touchstone.split.SplitReport.Fold;
import org.touchstone.split.SplitReport.Kept;
import org.touchstone.split.SplitReport.LargeCluster;
import org.touchstone.split.SplitReport.Moved;

/** Counts how a split was made, on the rows as they were written. */
final class Reporting {

  private static final int MOST_NAMED = 20;
  private static final int MOST_STRATA = 100;

  private final SplitSettings settings;
  private final SplitRows split;
  private final Dataset<Row> written;

  Reporting(SplitSettings settings, SplitRows split, Dataset<Row> written) {
    this.settings = settings;
    this.split = split;
    this.written = written;
  }

  SplitReport report(@Nullable PreviousSplit previous) {
    Dataset<Row> clusters = split.clusters();
    Dataset<Row> large =
        clusters.filter(col(ClusterTable.ROWS).gt(settings.mostClusterRows(written.count())));
    Map<Integer, Long> byFold = rowsByFold();
    return new SplitReport(
        counts(clusters, Placement.REASON),
        shares(),
        large.count(),
        named(large),
        HeldOut.rows(settings, written),
        heldOutWithThem(clusters),
        folds(byFold),
        valuesWithoutFold(),
        spanningClusters(),
        byFold.getOrDefault(-1, 0L),
        previous == null ? null : kept(previous));
  }

  private static Map<String, Long> counts(Dataset<Row> table, String column) {
    Map<String, Long> counts = new TreeMap<>();
    for (Row row : table.groupBy(column).count().collectAsList()) {
      counts.put(row.getString(0), row.getLong(1));
    }

    return counts;
  }

  private Map<String, Map<String, Double>> shares() {
    String by = settings.stratifyBy();
    if (by == null) {
      return Map.of();
    }

    Map<String, Map<String, Double>> shares = new TreeMap<>();
    Dataset<Row> table =
        written
            .groupBy(new Grouping(by).value().as(ClusterTable.STRATUM))
            .pivot(Columns.SPLIT, new ArrayList<Object>(settings.names()))
            .count()
            .na()
            .fill(0);
    for (Row row : table.orderBy(ClusterTable.STRATUM).limit(MOST_STRATA).collectAsList()) {
      double all = 0;
      for (int i = 1; i < row.length(); i++) {
        all += row.getLong(i);
      }

      Map<String, Double> own = new LinkedHashMap<>();
      for (int i = 1; i < row.length(); i++) {
        own.put(settings.names().get(i - 1), row.getLong(i) / all);
      }

      shares.put(row.getString(0), own);
    }

    return shares;
  }

  private static List<LargeCluster> named(Dataset<Row> large) {
    return large
        .orderBy(col(ClusterTable.ROWS).desc(), col(Columns.PROMPT_CLUSTER))
        .select(Columns.PROMPT_CLUSTER, ClusterTable.ROWS, Columns.SPLIT)
        .limit(MOST_NAMED)
        .collectAsList()
        .stream()
        .map(row -> new LargeCluster(row.getString(0), row.getLong(1), row.getString(2)))
        .toList();
  }

  private static long heldOutWithThem(Dataset<Row> clusters) {
    Row sum =
        clusters
            .filter(col(ClusterTable.HELD).gt(0))
            .agg(sum(col(ClusterTable.ROWS).minus(col(ClusterTable.HELD))))
            .head();
    return sum.isNullAt(0) ? 0 : sum.getLong(0);
  }

  /** Rows without a fold under -1. */
  private Map<Integer, Long> rowsByFold() {
    Map<Integer, Long> rows = new TreeMap<>();
    if (settings.foldScheme().isEmpty()) {
      return rows;
    }

    for (Row row : written.groupBy(Columns.FOLD).count().collectAsList()) {
      rows.put(row.isNullAt(0) ? -1 : row.getInt(0), row.getLong(1));
    }

    return rows;
  }

  private List<Fold> folds(Map<Integer, Long> byFold) {
    Integer hashed = settings.folds();
    int number = hashed == null ? split.foldValues().size() : hashed;
    List<Fold> folds = new ArrayList<>();
    for (int fold = 0; fold < number; fold++) {
      List<String> values = hashed == null ? split.foldValues().get(fold) : List.of();
      folds.add(new Fold(fold, values, byFold.getOrDefault(fold, 0L)));
    }

    return folds;
  }

  private List<String> valuesWithoutFold() {
    String by = settings.leaveOut().by();
    if (by == null) {
      return List.of();
    }

    Object[] leftOut = split.foldValues().stream().flatMap(List::stream).toArray();
    return written
        .select(new Grouping(by).value().as("value"))
        .distinct()
        .filter(not(col("value").isin(leftOut)))
        .orderBy("value")
        .limit(MOST_NAMED)
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  private long spanningClusters() {
    String by = settings.leaveOut().by();
    return by == null
        ? 0
        : written
            .groupBy(Columns.PROMPT_CLUSTER)
            .agg(countDistinct(new Grouping(by).value()).as("values"))
            .filter("values > 1")
            .count();
  }

  private Kept kept(PreviousSplit previous) {
    Dataset<Row> before = previous.rows().select(Columns.COMPARISON_ID, Columns.OCCURRENCE);
    long known =
        written
            .select(Columns.COMPARISON_ID, Columns.OCCURRENCE)
            .join(before, ClusterTable.KEY)
            .agg(count(lit(1)))
            .head()
            .getLong(0);
    Map<String, Long> byReason = counts(split.moved(), Placement.REASON);
    List<Moved> first =
        split
            .moved()
            .orderBy(Columns.COMPARISON_ID, Columns.OCCURRENCE)
            .select(ClusterTable.KEY[0], ClusterTable.KEY[1], "from_split", "to_split", "reason")
            .limit(MOST_NAMED)
            .collectAsList()
            .stream()
            .map(
                row ->
                    new Moved(
                        row.getString(0),
                        row.getInt(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4)))
            .toList();
    return new Kept(
        known,
        written.count() - known,
        before.count() - known,
        byReason.values().stream().mapToLong(Long::longValue).sum(),
        byReason,
        first);
  }
}
