package org.touchstone.jobs;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Row counts for manifests. */
final class Counts {

  private Counts() {}

  /** Rows by the text in a column; nulls are not counted. */
  static Map<String, Long> by(Dataset<Row> table, String column) {
    Map<String, Long> counts = new TreeMap<>();
    for (Row row : table.groupBy(column).count().collectAsList()) {
      if (!row.isNullAt(0)) {
        counts.put(row.getString(0), row.getLong(1));
      }
    }

    return counts;
  }
}
