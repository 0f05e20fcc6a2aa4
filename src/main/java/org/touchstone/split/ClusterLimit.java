package org.touchstone.split;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.schema.Columns;

/**
 * Refuses a limit of clusters that leaves a split without rows. A split that has none without the
 * limit either is left empty: the limit is not the reason.
 */
final class ClusterLimit {

  private final SplitSettings settings;
  private final long seed;

  ClusterLimit(SplitSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
  }

  /**
   * Checks clusters that have their split.
   *
   * @param placed as {@link Placement} returns them
   * @throws IllegalArgumentException if a split that has a share has no rows, but has some where
   *     the same clusters are placed without a limit
   */
  void requireRows(Dataset<Row> placed) {
    List<String> empty = settings.maxClusterShare() == null ? List.of() : empty(rows(placed));
    if (empty.isEmpty()) {
      return;
    }

    Dataset<Row> bare = placed.drop(Placement.REASON, Columns.SPLIT);
    Map<String, Long> unlimited =
        rows(new Placement(settings.withoutClusterLimit(), seed).of(bare));
    List<String> deprived = new ArrayList<>(empty);
    deprived.removeAll(empty(unlimited));
    if (!deprived.isEmpty()) {
      throw refusal(deprived, largestShare(placed, unlimited), unlimited);
    }
  }

  private IllegalArgumentException refusal(
      List<String> deprived, double largest, Map<String, Long> unlimited) {
    return new IllegalArgumentException(
        ("Cannot split: clusters above max-cluster-share %s leave %s no rows, the largest has %s"
                + " of the rows that the smallest split should have; set max-cluster-share: null,"
                + " or at least %s, for rows %s")
            .formatted(settings.maxClusterShare(), deprived, largest, largest, unlimited));
  }

  /** Splits without rows that have a share of them. */
  private List<String> empty(Map<String, Long> rows) {
    return settings.shares().entrySet().stream()
        .filter(share -> share.getValue() > 0 && rows.getOrDefault(share.getKey(), 0L) == 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Map<String, Long> rows(Dataset<Row> placed) {
    Map<String, Long> rows = new LinkedHashMap<>();
    settings.names().forEach(name -> rows.put(name, 0L));
    for (Row split : placed.groupBy(Columns.SPLIT).agg(sum(ClusterTable.ROWS)).collectAsList()) {
      rows.put(split.getString(0), split.getLong(1));
    }

    return rows;
  }

  /** In the unit of the limit, rounded up to hundredths: a limit under which no cluster is huge. */
  private double largestShare(Dataset<Row> placed, Map<String, Long> rows) {
    long largest =
        placed
            .filter(col(Placement.REASON).isin(Placement.HUGE, Placement.PLACED))
            .agg(max(ClusterTable.ROWS))
            .head()
            .getLong(0);
    long all = rows.values().stream().mapToLong(Long::longValue).sum();
    return Math.ceil(100 * largest / settings.smallestRows(all)) / 100;
  }
}
