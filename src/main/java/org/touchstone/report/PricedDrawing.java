package org.touchstone.report;

import java.util.ArrayList;
import java.util.List;

/** Draws what is got for a price: named dots with their intervals, prices by powers of ten. */
final class PricedDrawing {

  private static final double LEFT = 70;
  private static final double BOTTOM = 276;

  /** Room within the axis beside the first and the last dot, as a factor of the price. */
  private static final double ROOM = 1.5;

  private final Plotted data;
  private final Svg svg;
  private final int price;
  private final int got;
  private final int names;

  PricedDrawing(Plotted data, Svg svg) {
    this.data = data;
    this.svg = svg;
    this.price = data.column("x");
    this.got = data.column("y");
    this.names = data.series().get(1);
  }

  /** Returns the height. */
  double draw() {
    double right = ChartDrawing.WIDTH - ChartDrawing.RIGHT;
    List<Double> prices = new ArrayList<>();
    List<Double> ends = new ArrayList<>();
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell paid = data.cell(row, price);
      Plotted.Cell cell = data.cell(row, got);
      if (paid != null && paid.value() > 0 && cell != null) {
        prices.add(Math.log10(paid.value()));
        ChartDrawing.addEnds(ends, cell);
      }
    }

    double room = Math.log10(ROOM);
    double least = prices.stream().mapToDouble(Double::doubleValue).min().orElse(0) - room;
    double most = prices.stream().mapToDouble(Double::doubleValue).max().orElse(1) + room;
    Axis x = new Axis(Math.floor(least), Math.ceil(most), LEFT, right);
    Format format = data.format(got);
    Axis y = Axis.around(ends, ChartDrawing.plain(format), BOTTOM, ChartDrawing.TOP);
    Frame.up(svg, y, format, data.label(got), LEFT, right);
    powersOfTen(x);
    for (int row = 0; row < data.rows(); row++) {
      dot(row, x, y, right);
    }

    return BOTTOM + 46;
  }

  private void powersOfTen(Axis x) {
    for (long power = Math.round(x.least()); power <= Math.round(x.most()); power++) {
      svg.line("grid", x.at(power), ChartDrawing.TOP, x.at(power), BOTTOM);
      svg.text(
          "soft",
          Svg.Anchor.MIDDLE,
          x.at(power),
          BOTTOM + 17,
          Axis.written(Math.pow(10, power), Format.DECIMAL));
    }

    svg.text("soft", Svg.Anchor.MIDDLE, (x.from() + x.to()) / 2, BOTTOM + 38, data.label(price));
  }

  /** The name stands beside the dot, on the side where there is room. */
  private void dot(int row, Axis x, Axis y, double right) {
    Plotted.Cell paid = data.cell(row, price);
    Plotted.Cell cell = data.cell(row, got);
    if (paid == null || paid.value() <= 0 || cell == null) {
      return;
    }

    double at = x.at(Math.log10(paid.value()));
    Double low = cell.low();
    Double high = cell.high();
    if (low != null && high != null) {
      svg.line("line-0 stroke", at, y.at(low), at, y.at(high));
    }

    String name = data.name(row, names);
    String says =
        "%s: %s at %s"
            .formatted(name, cell.written(data.format(got)), Numbers.decimal(paid.value()));
    svg.dot("line-0 dot", at, y.at(cell.value()), 5, says);
    boolean fits = at + 10 + Svg.width(name) < right;
    svg.text(
        "",
        fits ? Svg.Anchor.START : Svg.Anchor.END,
        at + (fits ? 10 : -10),
        y.at(cell.value()) + 4,
        name);
  }
}
