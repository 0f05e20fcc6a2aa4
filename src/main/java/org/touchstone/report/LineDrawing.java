package org.touchstone.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Draws one or several lines over numbers, estimates with their intervals as bands. */
final class LineDrawing {

  private static final double LEFT = 70;
  private static final double END = ChartDrawing.WIDTH - ChartDrawing.RIGHT;
  private static final double PLOT = 250;
  private static final double LEGEND = 20;

  private final Plotted data;
  private final Svg svg;
  private final int x;
  private final List<Integer> series;

  LineDrawing(Plotted data, Svg svg) {
    this.data = data;
    this.svg = svg;
    this.x = data.column("x");
    this.series = data.series();
  }

  /** Draws; returns the height. */
  double draw() {
    boolean several = series.size() > 1;
    double top = ChartDrawing.TOP + (several ? LEGEND * series.size() : 0);
    Axis across = across();
    Axis up = up(top);
    Format format = data.format(series.get(0));
    String label = several ? "" : data.label(series.get(0));
    Frame.up(svg, up, format, label, LEFT, END);
    Frame.across(svg, across, data.format(x), data.label(x), top, top + PLOT);
    guide(up);
    for (int i = 0; i < series.size(); i++) {
      line(i, across, up);
      if (several) {
        double y = 14 + LEGEND * i;
        svg.line("line-%d stroke".formatted(i), LEFT, y, LEFT + 34, y);
        svg.text("", Svg.Anchor.START, LEFT + 42, y + 4, data.label(series.get(i)));
      }
    }

    return top + PLOT + 46;
  }

  private void guide(Axis up) {
    Double reference = data.reference();
    if (reference != null) {
      double y = up.at(reference);
      svg.line("guide", LEFT, y, END, y);
      String label = data.text("reference_label");
      svg.text("label-of-guide", Svg.Anchor.END, END, y - 6, label == null ? "" : label);
    }
  }

  private Axis across() {
    List<Double> places = new ArrayList<>();
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell place = data.cell(row, x);
      if (place != null) {
        places.add(place.value());
      }
    }

    double least = places.isEmpty() ? 0 : Collections.min(places);
    double most = places.isEmpty() ? 1 : Collections.max(places);
    return new Axis(least, most > least ? most : least + 1, LEFT, END);
  }

  private Axis up(double top) {
    List<Double> ends = new ArrayList<>();
    ChartDrawing.add(ends, data.reference());
    for (int column : series) {
      for (int row = 0; row < data.rows(); row++) {
        Plotted.Cell cell = data.cell(row, column);
        if (cell != null) {
          ChartDrawing.addEnds(ends, cell);
        }
      }
    }

    return Axis.around(ends, ChartDrawing.plain(data.format(series.get(0))), top + PLOT, top);
  }

  private void line(int number, Axis across, Axis up) {
    String style = "line-%d".formatted(number);
    List<String> points = new ArrayList<>();
    List<String> band = new ArrayList<>();
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell place = data.cell(row, x);
      Plotted.Cell cell = data.cell(row, series.get(number));
      if (place != null && cell != null) {
        double at = across.at(place.value());
        points.add(Svg.point(at, up.at(cell.value())));
        Double low = cell.low();
        Double high = cell.high();
        if (low != null && high != null) {
          // Upper ends to the right, then lower ends back.
          band.add(band.size() / 2, Svg.point(at, up.at(high)));
          band.add(band.size() / 2 + 1, Svg.point(at, up.at(low)));
        }
      }
    }

    if (band.size() > 2) {
      svg.polygon(style + " band", String.join(" ", band));
    }

    svg.polyline(style + " stroke", String.join(" ", points));
    dots(series.get(number), style, across, up);
  }

  private void dots(int column, String style, Axis across, Axis up) {
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell place = data.cell(row, x);
      Plotted.Cell cell = data.cell(row, column);
      if (place != null && cell != null) {
        String says =
            "%s, %s %s: %s"
                .formatted(
                    data.label(column),
                    data.label(x),
                    Axis.written(place.value(), data.format(x)),
                    cell.written(data.format(column)));
        svg.dot(style + " dot", across.at(place.value()), up.at(cell.value()), 4, says);
      }
    }
  }
}
