package org.touchstone.schema;

import java.util.Map;

/**
 * How Spark reads and writes tables, so that no value changes on its way through a job.
 *
 * <p>Dates before 1582 and timestamps before 1900 are taken in the calendar that is written down,
 * without the shift by which Spark 2 and Hive kept them; files that Spark marks as written by those
 * are still read in theirs. Timestamps are written as microseconds, which other readers know,
 * instead of INT96. Timestamps of nanoseconds, which Spark refuses, are read as numbers. Columns
 * may differ in case alone.
 */
public final class TableSettings {

  private static final String CORRECTED = "CORRECTED";

  private static final Map<String, String> ALL =
      Map.of(
          "spark.sql.parquet.datetimeRebaseModeInRead", CORRECTED,
          "spark.sql.parquet.datetimeRebaseModeInWrite", CORRECTED,
          "spark.sql.parquet.int96RebaseModeInRead", CORRECTED,
          "spark.sql.parquet.int96RebaseModeInWrite", CORRECTED,
          "spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS",
          "spark.sql.legacy.parquet.nanosAsLong", "true",
          "spark.sql.caseSensitive", "true");

  private TableSettings() {}

  /**
   * Returns the settings of a session.
   *
   * @return values by Spark's keys
   */
  public static Map<String, String> all() {
    return ALL;
  }
}
