package org.touchstone.ingest;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.conversation.RejectionReason;

/**
 * What became of the records of the input: each is in exactly one of the two tables, blank lines in
 * none. One record may hold several judgements, and one judgement may take several records.
 *
 * @param comparisons the rows of {@link org.touchstone.schema.ComparisonTable#SCHEMA}
 * @param rejected the records that are none: {@code file} (path), {@code line} (from 1), {@code
 *     reason} (a label of {@link RejectionReason}), {@code detail}, {@code raw} (the record, cut to
 *     what the settings allow), {@code element} (in an array, from 0; else null), {@code raw_cut}
 *     (whether the record has more than {@code raw})
 * @param files what was found in each file, by its path
 * @param counts what became of all records
 * @param skipped files and folders of the input that were not read
 * @param release frees what executors hold of the tables
 */
public record Ingested(
    Dataset<Row> comparisons,
    Dataset<Row> rejected,
    Map<String, FileAccount> files,
    IngestCounts counts,
    List<SkippedFile> skipped,
    Runnable release)
    implements AutoCloseable {

  /**
   * Counts what was read.
   *
   * @return the records of all files
   */
  public long records() {
    return files.values().stream().mapToLong(FileAccount::records).sum();
  }

  /** Frees what executors hold; the tables are then read anew if they are used. */
  @Override
  public void close() {
    release.run();
  }
}
