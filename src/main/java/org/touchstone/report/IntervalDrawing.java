package org.touchstone.report;

import java.util.ArrayList;
import java.util.List;

/** Draws a dot with its interval for every row. */
final class IntervalDrawing {

  private static final double ROW = 40;
  private static final int LABEL_LETTERS = 38;

  private final Plotted data;
  private final Svg svg;
  private final int at;
  private final int names;
  private final Format format;

  IntervalDrawing(Plotted data, Svg svg) {
    this.data = data;
    this.svg = svg;
    this.at = data.column("x");
    this.names = data.column("y");
    this.format = data.format(at);
  }

  /** Draws; returns the height. */
  double draw() {
    List<Double> ends = new ArrayList<>();
    ChartDrawing.add(ends, data.reference());
    List<Integer> rows = new ArrayList<>();
    double left = 20;
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell cell = data.cell(row, at);
      if (cell != null) {
        rows.add(row);
        ChartDrawing.addEnds(ends, cell);
        left = Math.max(left, 20 + width(wrapped(data.name(row, names))));
      }
    }

    double bottom = ChartDrawing.TOP + ROW * rows.size() + 6;
    Axis x =
        Axis.around(
            ends, ChartDrawing.plain(format), left, ChartDrawing.WIDTH - ChartDrawing.RIGHT);
    Frame.across(svg, x, format, data.label(at), ChartDrawing.TOP, bottom);
    guide(x, bottom);
    for (int i = 0; i < rows.size(); i++) {
      double y = ChartDrawing.TOP + ROW * i + 24;
      name(rows.get(i), y, left - 10);
      interval(rows.get(i), x, y);
    }

    return bottom + 46;
  }

  private void guide(Axis x, double bottom) {
    Double reference = data.reference();
    if (reference == null) {
      return;
    }

    double place = x.at(reference);
    svg.line("guide", place, ChartDrawing.TOP - 6, place, bottom);
    String label = data.text("reference_label");
    if (label != null) {
      double within = Math.min(place, ChartDrawing.WIDTH - Svg.width(label) / 2);
      svg.text("label-of-guide", Svg.Anchor.MIDDLE, within, ChartDrawing.TOP - 11, label);
    }
  }

  private void name(int row, double y, double end) {
    List<String> lines = wrapped(data.name(row, names));
    for (int i = 0; i < lines.size(); i++) {
      double below = 15 * (i - (lines.size() - 1) / 2.0);
      svg.text("", Svg.Anchor.END, end, y + 4 + below, lines.get(i));
    }
  }

  private void interval(int row, Axis x, double y) {
    Plotted.Cell cell = data.cell(row, at);
    if (cell == null) {
      return;
    }

    Double low = cell.low();
    Double high = cell.high();
    if (low != null && high != null) {
      svg.line("line-0 stroke", x.at(low), y, x.at(high), y);
      svg.line("line-0 stroke", x.at(low), y - 5, x.at(low), y + 5);
      svg.line("line-0 stroke", x.at(high), y - 5, x.at(high), y + 5);
    }

    String says =
        "%s: %s, n = %s"
            .formatted(data.name(row, names), cell.written(format), Numbers.count(cell.n()));
    double place = x.at(cell.value());
    svg.dot("line-0 dot", place, y, 5, says);
    svg.text("soft", Svg.Anchor.MIDDLE, place, y - 10, Numbers.plain(cell.value(), format));
  }

  private static double width(List<String> lines) {
    return lines.stream().mapToDouble(Svg::width).max().orElse(0);
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>(List.of(""));
    for (String word : text.split(" ", -1)) {
      String last = lines.get(lines.size() - 1);
      if (!last.isEmpty() && last.length() + word.length() >= LABEL_LETTERS) {
        lines.add(word);
      } else {
        lines.set(lines.size() - 1, last.isEmpty() ? word : last + " " + word);
      }
    }

    return lines;
  }
}
