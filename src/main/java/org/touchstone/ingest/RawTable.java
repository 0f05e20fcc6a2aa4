package org.touchstone.ingest;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.touchstone.schema.Columns;

/**
 * A table that no job of ours wrote.
 *
 * @param rows the columns in the order in which they were first seen, and {@link Columns#ORIGIN}
 *     behind them
 * @param rejected records of texts that are none: {@code file}, {@code line}, {@code reason},
 *     {@code detail}, {@code raw} (the record's beginning)
 * @param records how many records the files of texts hold, the rejected ones included; those of
 *     Parquet are not counted
 * @param refused how many records are none, by reason
 * @param samples the first of them
 * @param mixed columns whose values are of several types, so that each is its JSON text
 * @param retyped columns whose type Spark does not have, and what was taken for it
 * @param skipped files of the folders that were not read
 */
public record RawTable(
    Dataset<Row> rows,
    Dataset<Row> rejected,
    long records,
    Map<String, Long> refused,
    List<Sample> samples,
    List<String> mixed,
    Map<String, String> retyped,
    List<SkippedFile> skipped) {

  /** Fields of {@link #ORIGIN_TYPE}. */
  public static final String FILE = "file";

  public static final String ROW = "row";

  /** The file, and the line of a text or the number of a row of Parquet, from 1. */
  public static final StructType ORIGIN_TYPE =
      new StructType().add(FILE, DataTypes.StringType, true).add(ROW, DataTypes.LongType, true);

  /** Copies the lists. */
  public RawTable {
    samples = List.copyOf(samples);
    mixed = List.copyOf(mixed);
    skipped = List.copyOf(skipped);
  }

  /**
   * A record that is none.
   *
   * @param file where it is
   * @param row its line or number, from 1
   * @param reason a name in kebab-case
   * @param detail one sentence
   */
  public record Sample(String file, long row, String reason, @Nullable String detail)
      implements Serializable {}

  /**
   * Returns the rows without where they were.
   *
   * @return the columns of the files
   */
  public Dataset<Row> columns() {
    return rows.drop(Columns.ORIGIN);
  }
}
