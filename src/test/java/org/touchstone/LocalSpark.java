package org.touchstone;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.touchstone.schema.TableSettings;

/** One embedded Spark session for all tests of a JVM; tests that use it carry the tag spark. */
public final class LocalSpark {

  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2]")
          .appName("tests")
          .config("spark.ui.enabled", "false")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", "3")
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.sql.warehouse.dir", "target/spark-warehouse")
          .config(conf())
          .getOrCreate();

  private LocalSpark() {}

  /** Tables as the jobs read and write them. */
  private static SparkConf conf() {
    SparkConf conf = new SparkConf();
    TableSettings.all().forEach(conf::set);
    return conf;
  }

  /**
   * Returns the session.
   *
   * @return a session with two threads and three shuffle partitions, never stopped
   */
  public static SparkSession session() {
    return SESSION;
  }
}
