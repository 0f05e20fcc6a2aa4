package org.touchstone.split;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Checks and counts values that are held out. */
final class HeldOut {

  private static final int MOST_NAMED = 20;
  private static final String VALUE = "value";

  private HeldOut() {}

  /** A value that no row has is most likely misspelt, and would be held out in vain. */
  static void requireRows(SplitSettings settings, Dataset<Row> rows) {
    for (Map.Entry<String, List<String>> group : settings.holdOut().entrySet()) {
      List<String> missing = new ArrayList<>(group.getValue());
      missing.removeAll(counts(rows, group).keySet());
      if (!missing.isEmpty()) {
        List<String> there =
            rows
                .select(new Grouping(group.getKey()).value().as(VALUE))
                .distinct()
                .orderBy(VALUE)
                .limit(MOST_NAMED)
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
        throw new IllegalArgumentException(
            "Cannot hold out %s %s: no row has it, there are %s"
                .formatted(group.getKey(), missing, there));
      }
    }
  }

  /** Rows of each value that is held out, as {@code source=x}. */
  static Map<String, Long> rows(SplitSettings settings, Dataset<Row> rows) {
    Map<String, Long> all = new TreeMap<>();
    for (Map.Entry<String, List<String>> group : settings.holdOut().entrySet()) {
      counts(rows, group).forEach((value, count) -> all.put(group.getKey() + "=" + value, count));
    }

    return all;
  }

  private static Map<String, Long> counts(
      Dataset<Row> rows, Map.Entry<String, List<String>> group) {
    Map<String, Long> counts = new TreeMap<>();
    rows.select(new Grouping(group.getKey()).value().as(VALUE))
        .filter(col(VALUE).isin(group.getValue().toArray()))
        .groupBy(VALUE)
        .count()
        .collectAsList()
        .forEach(row -> counts.put(row.getString(0), row.getLong(1)));
    return counts;
  }
}
