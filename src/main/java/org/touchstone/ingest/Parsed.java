package org.touchstone.ingest;

import java.io.Serializable;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;
import org.touchstone.preference.Comparison;
import org.touchstone.schema.ComparisonTable;

/**
 * One thing that a record says: a judgement, a rated reply or a refusal; exactly one is not null.
 *
 * @param path the file
 * @param line where the record begins, from 1
 * @param index of the judgement within its record, from 0
 * @param comparison a judgement
 * @param rated a reply that waits for the others of its prompt
 * @param refused why the record is no judgement
 * @param raw the record's beginning
 */
record Parsed(
    String path,
    long line,
    int index,
    @Nullable Comparison comparison,
    @Nullable RatedReply rated,
    @Nullable Refusal refused,
    String raw)
    implements Serializable {

  static Parsed refused(String path, long line, Refusal refusal, String raw) {
    return new Parsed(path, line, 0, null, null, refusal, raw);
  }

  Parsed withIndex(int number) {
    return new Parsed(path, line, number, comparison, rated, refused, raw);
  }

  boolean isRated() {
    return rated != null;
  }

  boolean isFirst() {
    return index == 0;
  }

  /** A row of {@link Ingestion#PARSED}. */
  Row toRow() {
    return RowFactory.create(
        path,
        line,
        index,
        comparison == null ? null : ComparisonTable.toRow(comparison, 0),
        refused == null ? null : refused.reason().label(),
        refused == null ? null : refused.getMessage(),
        refused == null ? null : raw);
  }
}
