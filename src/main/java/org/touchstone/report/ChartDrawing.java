package org.touchstone.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws a figure's chart as SVG without a browser: what the page shows where no script runs, and
 * the file beside it.
 */
final class ChartDrawing {

  /** Width of every picture, in pixels. */
  static final double WIDTH = 720;

  /** Room at the right edge. */
  static final double RIGHT = 24;

  /** Room at the upper edge. */
  static final double TOP = 26;

  private final Plotted data;
  private final Svg svg = new Svg();
  private final double height;

  private ChartDrawing(Plotted data) {
    this.data = data;
    this.height =
        switch (data.kind()) {
          case "intervals" -> new IntervalDrawing(data, svg).draw();
          case "reliability" -> new ReliabilityDrawing(data, svg).draw();
          case "bars" -> new BarDrawing(data, svg).draw();
          case "priced" -> new PricedDrawing(data, svg).draw();
          default -> new LineDrawing(data, svg).draw();
        };
  }

  /** Returns the picture for the page. */
  static String inline(JsonNode figure) {
    Plotted data = new Plotted(figure);
    ChartDrawing drawing = new ChartDrawing(data);
    return drawing.svg.inline(
        data.id() + "-still", data.title(), data.description(), WIDTH, drawing.height);
  }

  /** Returns the picture as a file of its own. */
  static String file(JsonNode figure) {
    Plotted data = new Plotted(figure);
    ChartDrawing drawing = new ChartDrawing(data);
    String style = ReportPage.resource("palette.css") + ReportPage.resource("chart.css");
    return drawing.svg.file(
        style, data.id(), data.title(), data.description(), WIDTH, drawing.height);
  }

  /** Adds a number and the ends of its interval. */
  static void addEnds(List<Double> ends, Plotted.Cell cell) {
    ends.add(cell.value());
    add(ends, cell.low());
    add(ends, cell.high());
  }

  /** Adds a number where there is one. */
  static void add(List<Double> ends, @Nullable Double end) {
    if (end != null) {
      ends.add(end);
    }
  }

  /** Of an estimate, what its number is. */
  static Format plain(Format format) {
    return format == Format.PERCENT_ESTIMATE ? Format.PERCENT : format;
  }
}
