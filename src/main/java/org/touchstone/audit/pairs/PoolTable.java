package org.touchstone.audit.pairs;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Prompts with many replies each, which nobody needs to have judged.
 *
 * @param name for people
 * @param replies a table that score could read: {@code prompt}, and {@code reply} or {@code
 *     replies}; {@code prompt_cluster} string is used where it is there
 */
public record PoolTable(String name, Dataset<Row> replies) {}
