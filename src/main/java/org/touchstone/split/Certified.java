package org.touchstone.split;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A certificate with its evidence.
 *
 * @param certificate what was counted
 * @param leaks the pairs of rows that the search found, see {@link
 *     org.touchstone.split.leak.Leaks#pairs()}
 */
public record Certified(SplitCertificate certificate, Dataset<Row> leaks) {}
