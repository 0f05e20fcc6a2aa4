package org.touchstone.ingest;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.conversation.RejectionReason;

/**
 * What became of the records of the input: each is in exactly one of the two tables, blank lines in
 * none. One record may hold several judgements, and one judgement may take several records.
 *
 * @param comparisons the rows of {@link org.touchstone.schema.ComparisonTable#SCHEMA}
 * @param rejected the records that are none: {@code file} (name), {@code line} (from 1), {@code
 *     reason} (a label of {@link RejectionReason}), {@code detail}, {@code raw} (the record's
 *     beginning)
 * @param records how many records were read
 */
public record Ingested(Dataset<Row> comparisons, Dataset<Row> rejected, long records) {}
