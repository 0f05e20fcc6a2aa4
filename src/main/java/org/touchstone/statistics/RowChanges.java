package org.touchstone.statistics;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.schema.Columns;

/**
 * Which rows of a corpus are also in a baseline, by comparison and occurrence.
 *
 * @param added rows here alone
 * @param removed rows of the baseline alone
 * @param shared rows of both
 */
public record RowChanges(long added, long removed, long shared) {

  private static final String BEFORE = "before";
  private static final String NOW = "now";

  /** The names of its numbers, for expectations. */
  static final List<String> NAMES = List.of("rows-added", "rows-removed", "rows-shared");

  /**
   * Compares two tables of comparisons by their ids alone.
   *
   * @param baseline the other corpus
   * @param now this corpus
   * @return the counts
   */
  public static RowChanges between(Dataset<Row> baseline, Dataset<Row> now) {
    Dataset<Row> sides =
        keys(baseline, true)
            .union(keys(now, false))
            .groupBy(Columns.COMPARISON_ID, Columns.OCCURRENCE)
            .agg(max(BEFORE).as(BEFORE), max(NOW).as(NOW));
    long[] counts = new long[NAMES.size()];
    for (Row row : sides.groupBy(BEFORE, NOW).count().collectAsList()) {
      int kind = !row.getBoolean(0) ? 0 : !row.getBoolean(1) ? 1 : 2;
      counts[kind] = row.getLong(2);
    }

    return new RowChanges(counts[0], counts[1], counts[2]);
  }

  private static Dataset<Row> keys(Dataset<Row> rows, boolean before) {
    return rows.select(
        col(Columns.COMPARISON_ID),
        col(Columns.OCCURRENCE),
        lit(before).as(BEFORE),
        lit(!before).as(NOW));
  }

  /**
   * Returns the counts as an expectation may name them.
   *
   * @return three numbers of all rows
   */
  public List<GroupMeasure> measures() {
    long[] counts = {added, removed, shared};
    return java.util.stream.IntStream.range(0, counts.length)
        .mapToObj(
            i ->
                new GroupMeasure(
                    GroupKind.TOTAL, "", "", "", NAMES.get(i), counts[i], null, null, counts[i]))
        .toList();
  }
}
