package org.touchstone.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a schema cannot say of a report: names that must lead somewhere, cells and their columns.
 */
final class ReportLinks {

  private final JsonNode report;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> figures = new HashSet<>();

  ReportLinks(JsonNode report) {
    this.report = report;
  }

  /** Returns every fault with its JSON path, in the order of the report. */
  List<String> faults() {
    Set<String> checks = ids("checks");
    Set<String> sections = ids("sections");
    answer("$.since", report.path("since"), checks, sections);
    for (int i = 0; i < report.path("answers").size(); i++) {
      answer("$.answers[%d]".formatted(i), report.path("answers").get(i), checks, sections);
    }

    for (int i = 0; i < report.path("checks").size(); i++) {
      known(
          "$.checks[%d].section".formatted(i),
          report.path("checks").get(i).path("section"),
          sections);
    }

    for (int i = 0; i < report.path("sections").size(); i++) {
      figures("$.sections[%d].figures".formatted(i), report.path("sections").get(i));
    }

    return List.copyOf(faults);
  }

  private Set<String> ids(String parts) {
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < report.path(parts).size(); i++) {
      String id = report.path(parts).get(i).path("id").asText();
      if (!ids.add(id)) {
        faults.add("$.%s[%d].id: \"%s\" is there twice, must be once".formatted(parts, i, id));
      }
    }

    return ids;
  }

  private void answer(String path, JsonNode answer, Set<String> checks, Set<String> sections) {
    answer.path("checks").forEach(id -> known(path + ".checks", id, checks));
    answer.path("sections").forEach(id -> known(path + ".sections", id, sections));
  }

  private void known(String path, JsonNode id, Set<String> ids) {
    if (!ids.contains(id.asText())) {
      faults.add("%s: nothing in the report has the id \"%s\"".formatted(path, id.asText()));
    }
  }

  private void figures(String path, JsonNode section) {
    for (int i = 0; i < section.path("figures").size(); i++) {
      JsonNode figure = section.path("figures").get(i);
      String id = figure.path("id").asText();
      if (!figures.add(id)) {
        faults.add("%s[%d].id: \"%s\" is there twice, must be once".formatted(path, i, id));
      }

      table("%s[%d].table".formatted(path, i), figure.path("table"));
      chart("%s[%d].chart".formatted(path, i), figure);
    }
  }

  private void table(String path, JsonNode table) {
    JsonNode columns = table.path("columns");
    for (int r = 0; r < table.path("rows").size(); r++) {
      JsonNode row = table.path("rows").get(r);
      if (row.size() != columns.size()) {
        faults.add(
            "%s.rows[%d]: %d cells, must be %d".formatted(path, r, row.size(), columns.size()));
        continue;
      }

      for (int c = 0; c < row.size(); c++) {
        String format = columns.get(c).path("format").asText();
        if (!fits(row.get(c), format)) {
          faults.add(
              "%s.rows[%d][%d]: %s does not fit the column's format, %s"
                  .formatted(path, r, c, row.get(c), format));
        }
      }
    }
  }

  private static boolean fits(JsonNode cell, String format) {
    return cell.isNull()
        || switch (Format.named(format)) {
          case TEXT -> cell.isTextual();
          case COUNT, PERCENT, POINTS, DISTANCE, P_VALUE, DECIMAL -> cell.isNumber();
          case PERCENT_ESTIMATE, POINTS_ESTIMATE, DECIMAL_ESTIMATE -> cell.isObject();
        };
  }

  /** A chart names columns of its table. */
  private void chart(String path, JsonNode figure) {
    JsonNode chart = figure.path("chart");
    Set<String> keys = new HashSet<>();
    figure.path("table").path("columns").forEach(column -> keys.add(column.path("key").asText()));
    if (chart.isObject()) {
      List<String> named = new ArrayList<>(List.of(chart.path("x").asText()));
      named.add(chart.path("y").asText());
      chart.path("further").forEach(key -> named.add(key.asText()));
      if (!chart.path("count").isNull()) {
        named.add(chart.path("count").asText());
      }

      for (String key : named) {
        if (!keys.contains(key)) {
          faults.add("%s: the table has no column \"%s\"".formatted(path, key));
        }
      }
    }
  }
}
