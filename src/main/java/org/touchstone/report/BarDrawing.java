package org.touchstone.report;

/** Draws a bar for every row. */
final class BarDrawing {

  private static final double LEFT = 66;
  private static final double BOTTOM = 230;

  private final Plotted data;
  private final Svg svg;
  private final int names;
  private final int heights;

  BarDrawing(Plotted data, Svg svg) {
    this.data = data;
    this.svg = svg;
    this.names = data.column("x");
    this.heights = data.column("y");
  }

  /** Draws; returns the height. */
  double draw() {
    double most = 0;
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell cell = data.cell(row, heights);
      most = cell == null ? most : Math.max(most, cell.value());
    }

    double end = ChartDrawing.WIDTH - ChartDrawing.RIGHT;
    Axis y = new Axis(0, most > 0 ? 1.05 * most : 1, BOTTOM, ChartDrawing.TOP);
    Frame.up(svg, y, data.format(heights), data.label(heights), LEFT, end);
    double step = (end - LEFT) / Math.max(1, data.rows());
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell cell = data.cell(row, heights);
      if (cell != null) {
        double top = y.at(cell.value());
        svg.rectangle("bar", LEFT + step * (row + 0.08), top, 0.84 * step, BOTTOM - top);
      }
    }

    names(step);
    svg.text("soft", Svg.Anchor.MIDDLE, (LEFT + end) / 2, 272, data.label(names));
    return 284;
  }

  /** All of them, or as many at equal distances as have room. */
  private void names(double step) {
    double widest = 0;
    for (int row = 0; row < data.rows(); row++) {
      widest = Math.max(widest, Svg.width(data.name(row, names)));
    }

    int every = (int) Math.max(1, Math.ceil((widest + 8) / step));
    for (int row = 0; row < data.rows(); row += every) {
      svg.text(
          "soft", Svg.Anchor.MIDDLE, LEFT + step * (row + 0.5), BOTTOM + 18, data.name(row, names));
    }
  }
}
