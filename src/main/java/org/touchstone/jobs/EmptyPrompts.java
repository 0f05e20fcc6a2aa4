package org.touchstone.jobs;

import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.touchstone.schema.Columns;

/** Warns of a table whose prompts are mostly empty: they were lost on the way, or never there. */
final class EmptyPrompts {

  private EmptyPrompts() {}

  /** The warning; empty where at least half of the rows have a prompt. */
  static Optional<String> warning(Dataset<Row> comparisons) {
    long rows = comparisons.count();
    long empty =
        comparisons.filter(functions.size(functions.col(Columns.PROMPT)).equalTo(0)).count();
    return 2 * empty > rows
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "warning: the prompt is empty in %,d of %,d rows, so prompt clusters and leaks say"
                    + " nothing of them; see unused_text in the manifest of ingest",
                empty,
                rows))
        : Optional.empty();
  }
}
