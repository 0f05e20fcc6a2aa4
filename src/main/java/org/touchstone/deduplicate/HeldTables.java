package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Tables that are computed once and held in memory or on local disks until this is closed. */
final class HeldTables implements AutoCloseable {

  private final List<Runnable> releases = new ArrayList<>();

  /** Returns the table, which will be held from the first time that it is read. */
  Dataset<Row> hold(Dataset<Row> table) {
    Dataset<Row> held = table.persist(StorageLevel.MEMORY_AND_DISK());
    releases.add(held::unpersist);
    return held;
  }

  /** Returns the elements, which will be held from the first time that they are read. */
  <T> JavaRDD<T> hold(JavaRDD<T> elements) {
    JavaRDD<T> held = elements.persist(StorageLevel.MEMORY_AND_DISK());
    releases.add(held::unpersist);
    return held;
  }

  @Override
  public void close() {
    releases.forEach(Runnable::run);
  }
}
