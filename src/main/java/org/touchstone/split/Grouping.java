package org.touchstone.split;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_entries;

import java.util.List;
import org.apache.spark.sql.Column;
import org.touchstone.schema.Columns;

/**
 * What a setting groups rows by: {@code source}, {@code language}, {@code annotator}, or a key of
 * the metadata as {@code metadata.KEY}.
 *
 * @param name as the setting has it
 */
record Grouping(String name) {

  private static final List<String> COLUMNS =
      List.of(Columns.SOURCE, Columns.LANGUAGE, Columns.ANNOTATOR);
  private static final String METADATA_PREFIX = Columns.METADATA + ".";

  /** Refuses what rows do not have. */
  Grouping {
    boolean isKey = name.startsWith(METADATA_PREFIX) && name.length() > METADATA_PREFIX.length();
    if (!isKey && !COLUMNS.contains(name)) {
      throw new IllegalArgumentException(
          "Cannot group rows by \"%s\": allowed are %s and metadata.KEY".formatted(name, COLUMNS));
    }
  }

  /** The value of a row; empty where it has none. */
  Column value() {
    Column value =
        COLUMNS.contains(name)
            ? col(name)
            : map_from_entries(col(Columns.METADATA))
                .getItem(name.substring(METADATA_PREFIX.length()));
    return coalesce(value, lit(""));
  }
}
