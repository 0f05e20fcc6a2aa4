package org.touchstone.split.leak;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Near duplicates on different sides of a split.
 *
 * @param pairs one row for each pair of texts and of sides: {@code left_comparison_id}, {@code
 *     left_occurrence}, {@code left_split}, {@code left_rows}, the same for {@code right}, and
 *     {@code similarity}; of the rows of a side that share the text, the one with the least id is
 *     named, and {@code rows} says how many there are
 * @param counts of the search
 */
public record Leaks(Dataset<Row> pairs, LeakCounts counts) {}
