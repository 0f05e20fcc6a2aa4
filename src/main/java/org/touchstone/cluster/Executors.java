package org.touchstone.cluster;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** What the cluster offers. */
public final class Executors {

  private Executors() {}

  /** The executors that are registered; 1 where Spark is embedded. */
  static int count(SparkSession spark) {
    int withDriver = spark.sparkContext().getExecutorMemoryStatus().size();
    return Math.max(1, withDriver - 1);
  }

  /**
   * Returns the threads that libtorch is to use on an executor: its cores, since one thread of the
   * process calls libtorch and that call uses them all.
   *
   * @param spark the session
   * @return at least 1
   */
  public static int threads(SparkSession spark) {
    int all = spark.sparkContext().defaultParallelism();
    int cores =
        spark.sparkContext().isLocal()
            ? all
            : spark.sparkContext().getConf().getInt("spark.executor.cores", all / count(spark));
    return Math.max(1, cores);
  }

  /**
   * Returns the settings of file systems in a task. The application's {@code spark.hadoop.*} reach
   * executors in Spark's settings, not as system properties.
   *
   * @return a new configuration
   */
  public static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf());
  }
}
