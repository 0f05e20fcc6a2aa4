package org.touchstone.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The table of a figure as CSV (RFC 4180): an estimate takes a column for each of its parts. */
final class FigureCsv {

  private static final List<String> PARTS = List.of("low", "high", "standard_error", "n", "method");

  private FigureCsv() {}

  static String of(JsonNode table) {
    List<String> lines = new ArrayList<>();
    List<String> heads = new ArrayList<>();
    for (JsonNode column : table.path("columns")) {
      String key = column.path("key").asText();
      heads.add(key);
      if (estimates(column)) {
        PARTS.forEach(part -> heads.add(key + "_" + part));
      }
    }

    lines.add(String.join(",", heads));
    table.path("rows").forEach(row -> lines.add(line(row, table.path("columns"))));
    return String.join("\r\n", lines) + "\r\n";
  }

  private static String line(JsonNode row, JsonNode columns) {
    List<String> cells = new ArrayList<>();
    for (int c = 0; c < row.size(); c++) {
      JsonNode cell = row.get(c);
      if (estimates(columns.get(c))) {
        cells.add(written(cell.path("value")));
        PARTS.forEach(part -> cells.add(written(cell.path(part))));
      } else {
        cells.add(written(cell));
      }
    }

    return String.join(",", cells);
  }

  private static boolean estimates(JsonNode column) {
    return column.path("format").asText().endsWith("-estimate");
  }

  private static String written(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "";
    }

    String text = value.asText();
    return text.matches("(?s).*[\",\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
  }
}
