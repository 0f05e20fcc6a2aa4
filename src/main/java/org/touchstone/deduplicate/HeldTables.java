package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Tables that are computed once and held in memory or on local disks until this is closed. */
final class HeldTables implements AutoCloseable {

  private final List<Dataset<Row>> tables = new ArrayList<>();

  /** Returns the table, which will be held from the first time that it is read. */
  Dataset<Row> hold(Dataset<Row> table) {
    Dataset<Row> held = table.persist(StorageLevel.MEMORY_AND_DISK());
    tables.add(held);
    return held;
  }

  @Override
  public void close() {
    tables.forEach(Dataset::unpersist);
  }
}
