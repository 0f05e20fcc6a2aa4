package org.touchstone.report;

import java.util.ArrayList;
import java.util.List;

/** Draws what was observed against what was claimed, with counts below. */
final class ReliabilityDrawing {

  private static final double LEFT = 66;
  private static final double BOTTOM = 320;

  private final Svg svg;
  private final Plotted data;
  private final List<Bin> bins = new ArrayList<>();

  /** A row that has all three numbers. */
  private record Bin(Plotted.Cell claimed, Plotted.Cell observed, Plotted.Cell count) {}

  ReliabilityDrawing(Plotted data, Svg svg) {
    this.svg = svg;
    this.data = data;
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell claimed = data.cell(row, data.column("x"));
      Plotted.Cell observed = data.cell(row, data.column("y"));
      Plotted.Cell count = data.cell(row, data.column("count"));
      if (claimed != null && observed != null && count != null) {
        bins.add(new Bin(claimed, observed, count));
      }
    }
  }

  /** Draws; returns the height. */
  double draw() {
    double end = ChartDrawing.WIDTH - ChartDrawing.RIGHT;
    List<Double> right = new ArrayList<>();
    bins.forEach(bin -> ChartDrawing.addEnds(right, bin.observed()));
    List<Double> sure = bins.stream().map(bin -> bin.claimed().value()).toList();
    Axis x = Axis.around(sure, Format.PERCENT, LEFT, end);
    Axis y = Axis.around(right, Format.PERCENT, BOTTOM, ChartDrawing.TOP);
    Frame.up(svg, y, Format.PERCENT, data.label(data.column("y")), LEFT, end);
    Frame.across(svg, x, Format.PERCENT, data.label(data.column("x")), ChartDrawing.TOP, BOTTOM);
    double from = Math.max(x.least(), y.least());
    double to = Math.min(x.most(), y.most());
    if (from < to) {
      svg.line("guide", x.at(from), y.at(from), x.at(to), y.at(to));
    }

    double most = bins.stream().mapToDouble(bin -> bin.count().value()).max().orElse(1);
    Axis counts = new Axis(0, most > 0 ? most : 1, 440, 384);
    svg.upright("soft", 18, 412, data.label(data.column("count")));
    svg.text("soft", Svg.Anchor.END, LEFT - 6, 388, Numbers.count(Math.round(most)));
    bins.forEach(bin -> draw(bin, x, y, counts));
    return 450;
  }

  private void draw(Bin bin, Axis x, Axis y, Axis counts) {
    double at = x.at(bin.claimed().value());
    Double low = bin.observed().low();
    Double high = bin.observed().high();
    if (low != null && high != null) {
      svg.line("line-0 stroke", at, y.at(low), at, y.at(high));
    }

    double count = bin.count().value();
    String says =
        "sure %s, right %s, n = %s"
            .formatted(
                Numbers.percent(bin.claimed().value()),
                bin.observed().written(Format.PERCENT),
                Numbers.count(Math.round(count)));
    svg.dot("line-0 dot", at, y.at(bin.observed().value()), 5, says);
    svg.rectangle("count", at - 4, counts.at(count), 8, counts.at(0) - counts.at(count));
  }
}
