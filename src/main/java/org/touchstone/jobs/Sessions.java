package org.touchstone.jobs;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.TableSettings;

/** The Spark session of one process, started when the first job needs it. */
final class Sessions implements AutoCloseable {

  private final String application;
  private @Nullable SparkSession session;

  /** Whether this object started the session; one that ran before is left running. */
  private boolean owned;

  Sessions(String application) {
    this.application = application;
  }

  /** Starts the session, or returns the one that runs. Without a master it is embedded. */
  SparkSession start() {
    SparkSession running = session;
    if (running != null) {
      return running;
    }

    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    // A second attempt that runs beside the first would hold the model twice.
    conf.set("spark.speculation", "false");
    // Half-read files must fail a job, whatever the cluster's default.
    conf.set("spark.sql.files.ignoreCorruptFiles", "false");
    conf.set("spark.sql.files.ignoreMissingFiles", "false");
    TableSettings.all().forEach(conf::set);
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing(
          "spark.sql.shuffle.partitions",
          Integer.toString(2 * Runtime.getRuntime().availableProcessors()));
    }

    owned = SparkSession.getDefaultSession().isEmpty();
    SparkSession started =
        SparkSession.builder().appName("touchstone " + application).config(conf).getOrCreate();
    session = started;
    return started;
  }

  @Override
  public void close() {
    SparkSession running = session;
    if (running != null && owned) {
      running.stop();
    }
  }
}
