package org.touchstone.statistics;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/** Adds up the parts of each group; all parts of one are in one partition. */
final class MergeTallies implements MapPartitionsFunction<Row, byte[]> {

  private static final long serialVersionUID = 1L;

  @Override
  public Iterator<byte[]> call(Iterator<Row> rows) {
    Map<Group, Tally> merged = new LinkedHashMap<>();
    while (rows.hasNext()) {
      Tally part = Tally.decode(rows.next().getAs(TallyTable.TALLY));
      Tally known = merged.putIfAbsent(part.group(), part);
      if (known != null) {
        known.add(part);
      }
    }

    return merged.values().stream().map(Tally::encode).iterator();
  }
}
