package org.touchstone.report;

/** Axes of a chart: grid, numbers and labels. */
final class Frame {

  private Frame() {}

  /** The horizontal axis. */
  static void across(Svg svg, Axis x, Format format, String label, double top, double bottom) {
    for (double tick : x.ticks()) {
      svg.line("grid", x.at(tick), top, x.at(tick), bottom);
      svg.text("soft", Svg.Anchor.MIDDLE, x.at(tick), bottom + 17, Axis.written(tick, format));
    }

    svg.line("grid", x.from(), bottom, x.to(), bottom);
    svg.text("soft", Svg.Anchor.MIDDLE, (x.from() + x.to()) / 2, bottom + 38, label);
  }

  /** The vertical axis. */
  static void up(Svg svg, Axis y, Format format, String label, double left, double right) {
    for (double tick : y.ticks()) {
      svg.line("grid", left, y.at(tick), right, y.at(tick));
      svg.text("soft", Svg.Anchor.END, left - 6, y.at(tick) + 4, Axis.written(tick, format));
    }

    svg.upright("soft", 14, (y.from() + y.to()) / 2, label);
  }
}
