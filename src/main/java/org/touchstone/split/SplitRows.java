package org.touchstone.split;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A split with the proof that it does not leak.
 *
 * @param comparisons the rows with {@code split} and, where folds are asked for, {@code fold}
 * @param certificate what was counted on them
 */
public record SplitRows(Dataset<Row> comparisons, SplitCertificate certificate) {}
