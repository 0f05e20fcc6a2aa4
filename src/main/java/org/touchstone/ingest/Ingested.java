package org.touchstone.ingest;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What became of the lines of the input: each is in exactly one of the two tables, blank lines in
 * none.
 *
 * @param comparisons the rows of {@link org.touchstone.schema.ComparisonTable#SCHEMA}
 * @param rejected the lines that are none: {@code file} (name), {@code line} (from 1), {@code
 *     reason} (a label of {@link RejectionReason}), {@code detail}, {@code raw} (the line's
 *     beginning)
 */
public record Ingested(Dataset<Row> comparisons, Dataset<Row> rejected) {}
