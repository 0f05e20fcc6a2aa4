package org.touchstone.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draws a figure's chart as SVG without a browser: what the page shows where no script runs, and
 * the file beside it.
 */
final class ChartDrawing {

  private static final double WIDTH = 720;
  private static final double RIGHT = 24;
  private static final double TOP = 26;
  private static final int LABEL_LETTERS = 38;

  private final Plotted data;
  private final Svg svg = new Svg();
  private final double height;

  private ChartDrawing(Plotted data) {
    this.data = data;
    this.height =
        switch (data.kind()) {
          case "intervals" -> intervals();
          case "reliability" -> reliability();
          case "bars" -> bars();
          case "priced" -> new PricedDrawing(data, svg).draw(WIDTH);
          default -> new LineDrawing(data, svg).draw(WIDTH);
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

  private double intervals() {
    int at = data.column("x");
    int names = data.column("y");
    Format format = data.format(at);
    List<Double> ends = new ArrayList<>();
    Double reference = data.reference();
    if (reference != null) {
      ends.add(reference);
    }

    List<Integer> rows = new ArrayList<>();
    double widest = 0;
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell cell = data.cell(row, at);
      if (cell != null) {
        rows.add(row);
        addEnds(ends, cell);
        for (String line : wrapped(data.name(row, names))) {
          widest = Math.max(widest, Svg.width(line));
        }
      }
    }

    double left = 20 + widest;
    double bottom = TOP + 40 * rows.size() + 6;
    Axis x = Axis.around(ends, plain(format), left, WIDTH - RIGHT);
    across(x, format, data.label(at), TOP, bottom);
    if (reference != null) {
      guideUp(x.at(reference), bottom);
    }

    for (int i = 0; i < rows.size(); i++) {
      interval(rows.get(i), at, names, x, TOP + 40 * i + 24, left - 10);
    }

    return bottom + 46;
  }

  private void interval(int row, int at, int names, Axis x, double y, double labelEnd) {
    Plotted.Cell cell = data.cell(row, at);
    if (cell == null) {
      return;
    }

    List<String> lines = wrapped(data.name(row, names));
    for (int i = 0; i < lines.size(); i++) {
      svg.text(
          "", Svg.Anchor.END, labelEnd, y + 4 + 15 * (i - (lines.size() - 1) / 2.0), lines.get(i));
    }

    Double low = cell.low();
    Double high = cell.high();
    if (low != null && high != null) {
      svg.line("line-0 stroke", x.at(low), y, x.at(high), y);
      svg.line("line-0 stroke", x.at(low), y - 5, x.at(low), y + 5);
      svg.line("line-0 stroke", x.at(high), y - 5, x.at(high), y + 5);
    }

    Format format = data.format(at);
    String says =
        "%s: %s, n = %s"
            .formatted(data.name(row, names), cell.written(format), Numbers.count(cell.n()));
    svg.dot("line-0 dot", x.at(cell.value()), y, 5, says);
    svg.text(
        "soft", Svg.Anchor.MIDDLE, x.at(cell.value()), y - 10, Numbers.plain(cell.value(), format));
  }

  private double reliability() {
    int claimed = data.column("x");
    int observed = data.column("y");
    int count = data.column("count");
    List<Double> sure = new ArrayList<>();
    List<Double> right = new ArrayList<>();
    double most = 1;
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell x = data.cell(row, claimed);
      Plotted.Cell y = data.cell(row, observed);
      Plotted.Cell n = data.cell(row, count);
      if (x != null && y != null && n != null) {
        sure.add(x.value());
        addEnds(right, y);
        most = Math.max(most, n.value());
      }
    }

    Axis x = Axis.around(sure, Format.PERCENT, 66, WIDTH - RIGHT);
    Axis y = Axis.around(right, Format.PERCENT, 320, TOP);
    up(y, Format.PERCENT, data.label(observed), 66, WIDTH - RIGHT);
    across(x, Format.PERCENT, data.label(claimed), TOP, 320);
    double from = Math.max(x.least(), y.least());
    double to = Math.min(x.most(), y.most());
    if (from < to) {
      svg.line("guide", x.at(from), y.at(from), x.at(to), y.at(to));
    }

    Axis counts = new Axis(0, most, 440, 384);
    svg.upright("soft", 18, 412, data.label(count));
    svg.text("soft", Svg.Anchor.END, 60, 388, Numbers.count(Math.round(most)));
    for (int row = 0; row < data.rows(); row++) {
      bin(row, x, y, counts);
    }

    return 450;
  }

  private void bin(int row, Axis x, Axis y, Axis counts) {
    Plotted.Cell claimed = data.cell(row, data.column("x"));
    Plotted.Cell right = data.cell(row, data.column("y"));
    Plotted.Cell n = data.cell(row, data.column("count"));
    if (claimed == null || right == null || n == null) {
      return;
    }

    double at = x.at(claimed.value());
    Double low = right.low();
    Double high = right.high();
    if (low != null && high != null) {
      svg.line("line-0 stroke", at, y.at(low), at, y.at(high));
    }

    String says =
        "sure %s, right %s, n = %s"
            .formatted(
                Numbers.percent(claimed.value()),
                right.written(Format.PERCENT),
                Numbers.count(Math.round(n.value())));
    svg.dot("line-0 dot", at, y.at(right.value()), 5, says);
    svg.rectangle("count", at - 4, counts.at(n.value()), 8, counts.at(0) - counts.at(n.value()));
  }

  private double bars() {
    int names = data.column("x");
    int heights = data.column("y");
    List<Double> values = new ArrayList<>(List.of(0.0));
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell cell = data.cell(row, heights);
      if (cell != null) {
        values.add(cell.value());
      }
    }

    double most = values.stream().mapToDouble(Double::doubleValue).max().orElse(1);
    Axis y = new Axis(0, most > 0 ? 1.05 * most : 1, 230, TOP);
    double left = 66;
    double step = (WIDTH - RIGHT - left) / Math.max(1, data.rows());
    up(y, data.format(heights), data.label(heights), left, WIDTH - RIGHT);
    double named = Double.NEGATIVE_INFINITY;
    for (int row = 0; row < data.rows(); row++) {
      Plotted.Cell cell = data.cell(row, heights);
      double middle = left + step * (row + 0.5);
      if (cell != null) {
        double top = y.at(cell.value());
        svg.rectangle("bar", middle - 0.42 * step, top, 0.84 * step, 230 - top);
      }

      String name = data.name(row, names);
      double half = Svg.width(name) / 2;
      if (middle - half > named + 8) {
        svg.text("soft", Svg.Anchor.MIDDLE, middle, 248, name);
        named = middle + half;
      }
    }

    svg.text("soft", Svg.Anchor.MIDDLE, (left + WIDTH - RIGHT) / 2, 272, data.label(names));
    return 284;
  }

  /** The horizontal axis with its grid. */
  private void across(Axis x, Format format, String label, double top, double bottom) {
    Frame.across(svg, x, format, label, top, bottom);
  }

  private void up(Axis y, Format format, String label, double left, double right) {
    Frame.up(svg, y, format, label, left, right);
  }

  private void guideUp(double x, double bottom) {
    svg.line("guide", x, TOP - 6, x, bottom);
    String label = data.text("reference_label");
    if (label != null) {
      double half = Svg.width(label) / 2;
      svg.text("label-of-guide", Svg.Anchor.MIDDLE, Math.min(x, WIDTH - half), TOP - 11, label);
    }
  }

  static void addEnds(List<Double> ends, Plotted.Cell cell) {
    ends.add(cell.value());
    add(ends, cell.low());
    add(ends, cell.high());
  }

  private static void add(List<Double> ends, @Nullable Double end) {
    if (end != null) {
      ends.add(end);
    }
  }

  /** Of an estimate, what its number is. */
  static Format plain(Format format) {
    return format == Format.PERCENT_ESTIMATE ? Format.PERCENT : format;
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
