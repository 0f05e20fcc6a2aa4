package org.touchstone.report;

import java.util.Locale;

/** Writes the elements of one SVG picture; what is drawn carries classes and no colours. */
final class Svg {

  /** Width of a letter of 13 pixels, about: fonts differ. */
  private static final double LETTER = 7.1;

  private final StringBuilder elements = new StringBuilder();

  /** Where a text stands on its point. */
  enum Anchor {
    START(""),
    MIDDLE(" middle"),
    END(" end");

    private final String style;

    Anchor(String style) {
      this.style = style;
    }
  }

  void line(String style, double x1, double y1, double x2, double y2) {
    add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        style, x1, y1, x2, y2);
  }

  void rectangle(String style, double x, double y, double width, double height) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
        style, x, y, width, height);
  }

  /** A dot; what it stands for is read aloud, and shown under the pointer. */
  void dot(String style, double x, double y, double radius, String says) {
    add(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"><title>%s</title></circle>",
        style, x, y, radius, escaped(says));
  }

  /** Points as x,y separated by blanks. */
  void polyline(String style, String points) {
    add("<polyline class=\"%s\" points=\"%s\"/>", style, points);
  }

  void polygon(String style, String points) {
    add("<polygon class=\"%s\" points=\"%s\"/>", style, points);
  }

  void text(String style, Anchor anchor, double x, double y, String text) {
    add(
        "<text class=\"%s%s\" x=\"%.1f\" y=\"%.1f\">%s</text>",
        style, anchor.style, x, y, escaped(text));
  }

  /** A text that runs upwards, its middle at the point. */
  void upright(String style, double x, double y, String text) {
    add(
        "<text class=\"%s middle\" transform=\"translate(%.1f %.1f) rotate(-90)\">%s</text>",
        style, x, y, escaped(text));
  }

  private void add(String format, Object... values) {
    elements.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** About how wide a text is, in pixels. */
  static double width(String text) {
    return LETTER * text.codePointCount(0, text.length());
  }

  static String point(double x, double y) {
    return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /**
   * Returns the picture for a page, which brings its styles.
   *
   * @param id of the figure, for the ids of its title and description
   */
  String inline(String id, String title, String description, double width, double height) {
    return element("", "", id, title, description, width, height);
  }

  /** Returns the picture as a file of its own, with its styles. */
  String file(
      String style, String id, String title, String description, double width, double height) {
    return element(
        " xmlns=\"http://www.w3.org/2000/svg\"",
        "<style>"
            + style
            + "</style>\n<rect width=\"100%\" height=\"100%\" style=\"fill: var(--paper)\"/>\n",
        id,
        title,
        description,
        width,
        height);
  }

  private String element(
      String space,
      String before,
      String id,
      String title,
      String description,
      double width,
      double height) {
    return String.format(
            Locale.ROOT,
            "<svg%s class=\"svg-chart\" role=\"img\" aria-labelledby=\"%s-title %s-desc\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">\n<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n",
            space,
            id,
            id,
            width,
            height,
            width,
            height,
            id,
            escaped(title),
            id,
            escaped(description))
        + before
        + elements
        + "</svg>\n";
  }
}
