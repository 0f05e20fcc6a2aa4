package org.touchstone.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in rows and columns: what a chart draws, and what stands in its place where nothing can
 * be drawn.
 *
 * @param caption what the table holds
 * @param columns the columns; the first names the row
 * @param rows values as the formats of the columns say; a null is not known
 */
public record Table(String caption, List<Column> columns, List<List<@Nullable Object>> rows) {

  /**
   * One column.
   *
   * @param key stable name, snake_case, for files and charts
   * @param label heading, with the unit
   * @param format how its values are written
   */
  public record Column(String key, String label, Format format) {}

  /** Copies the lists and refuses rows of another width. */
  public Table {
    columns = List.copyOf(columns);
    for (List<@Nullable Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Cannot make table \"%s\": a row has %d values, must have %d"
                .formatted(caption, row.size(), columns.size()));
      }
    }

    rows = Collections.unmodifiableList(new ArrayList<>(rows));
  }

  /**
   * Returns a row.
   *
   * @param values the values, nulls allowed
   * @return an unmodifiable list
   */
  public static List<@Nullable Object> row(@Nullable Object... values) {
    return Collections.unmodifiableList(new ArrayList<>(Arrays.asList(values)));
  }
}
