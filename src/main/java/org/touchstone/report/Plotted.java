package org.touchstone.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table of one figure as a chart reads it, from the tree of {@code report.json}. */
final class Plotted {

  private final JsonNode figure;

  Plotted(JsonNode figure) {
    this.figure = figure;
  }

  /**
   * One cell with a number.
   *
   * @param value the number
   * @param low lower end of its interval; null if there is none
   * @param high upper end
   * @param n rows that it rests on; 0 of a plain number
   */
  record Cell(double value, @Nullable Double low, @Nullable Double high, long n) {

    /** As people read it. */
    String written(Format format) {
      return Numbers.interval(value, low, high, format);
    }
  }

  String id() {
    return figure.path("id").asText();
  }

  String title() {
    return figure.path("title").asText();
  }

  String description() {
    return figure.path("description").asText();
  }

  String kind() {
    return chart().path("kind").asText();
  }

  /** A name in the chart; null if it has none. */
  @Nullable String text(String key) {
    JsonNode text = chart().path(key);
    return text.isTextual() ? text.textValue() : null;
  }

  /** The value to compare with; null for none. */
  @Nullable Double reference() {
    JsonNode reference = chart().path("reference");
    return reference.isNumber() ? reference.doubleValue() : null;
  }

  private JsonNode chart() {
    return figure.path("chart");
  }

  /** Columns of the chart's vertical axis: one, of lines perhaps several. */
  List<Integer> series() {
    List<Integer> series = new ArrayList<>(List.of(column("y")));
    chart().path("further").forEach(key -> series.add(columnOf(key.asText())));
    return series;
  }

  /** The column that the chart names for an axis. */
  int column(String axis) {
    return columnOf(chart().path(axis).asText());
  }

  private int columnOf(String key) {
    JsonNode columns = figure.at("/table/columns");
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).path("key").asText().equals(key)) {
        return i;
      }
    }

    throw new IllegalArgumentException(
        "Cannot draw %s: its table has no column \"%s\"".formatted(id(), key));
  }

  String label(int column) {
    return figure.at("/table/columns").get(column).path("label").asText();
  }

  Format format(int column) {
    return Format.named(figure.at("/table/columns").get(column).path("format").asText());
  }

  int rows() {
    return figure.at("/table/rows").size();
  }

  /** The name of a row, or a number as it is written. */
  String name(int row, int column) {
    JsonNode cell = node(row, column);
    return cell.isNumber()
        ? Axis.written(Math.round(100 * cell.doubleValue()) / 100.0, Format.DECIMAL)
        : cell.asText();
  }

  /** A number; null where it is not known. */
  @Nullable Cell cell(int row, int column) {
    JsonNode cell = node(row, column);
    if (cell.isNumber()) {
      return new Cell(cell.doubleValue(), null, null, 0);
    }

    JsonNode value = cell.path("value");
    return value.isNumber()
        ? new Cell(
            value.doubleValue(),
            number(cell.path("low")),
            number(cell.path("high")),
            cell.path("n").asLong())
        : null;
  }

  private JsonNode node(int row, int column) {
    return figure.at("/table/rows").get(row).get(column);
  }

  private static @Nullable Double number(JsonNode node) {
    return node.isNumber() ? node.doubleValue() : null;
  }
}
