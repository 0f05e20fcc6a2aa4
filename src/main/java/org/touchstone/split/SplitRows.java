package org.touchstone.split;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A split.
 *
 * @param comparisons the rows with {@code split} and, where folds are asked for, {@code fold}, null
 *     for rows that are set aside
 * @param moved rows that an earlier split had elsewhere: {@code comparison_id}, {@code occurrence},
 *     {@code prompt_cluster}, {@code from_split}, {@code to_split}, {@code from_fold}, {@code
 *     to_fold} and {@code reason}; empty if there was none
 * @param clusters one row for each cluster, with its rows, split and reason
 * @param foldValues the values that each fold leaves out; empty if folds are not made by value
 */
public record SplitRows(
    Dataset<Row> comparisons,
    Dataset<Row> moved,
    Dataset<Row> clusters,
    List<List<String>> foldValues) {}
