package org.touchstone.cluster;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** What the cluster offers. */
final class Executors {

  private Executors() {}

  /** The executors that are registered; 1 where Spark is embedded. */
  static int count(SparkSession spark) {
    int withDriver = spark.sparkContext().getExecutorMemoryStatus().size();
    return Math.max(1, withDriver - 1);
  }

  /** Cores of an executor: one training task at a time uses them all. */
  static int threadsPerTask(SparkSession spark) {
    SparkConf conf = spark.sparkContext().getConf();
    boolean embedded = spark.sparkContext().isLocal();
    int cores =
        embedded
            ? spark.sparkContext().defaultParallelism()
            : conf.getInt("spark.executor.cores", 1);
    return Math.max(1, cores);
  }
}
