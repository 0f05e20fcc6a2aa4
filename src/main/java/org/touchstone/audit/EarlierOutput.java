package org.touchstone.audit;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.audit.pairs.PairSchema;

/**
 * What an earlier audit left.
 *
 * @param path where it lies, for people
 * @param report the tree of its {@code report.json}
 * @param pairs its rows of {@link PairSchema}
 */
public record EarlierOutput(String path, JsonNode report, Dataset<Row> pairs) {}
