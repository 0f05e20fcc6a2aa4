package org.touchstone.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to draw a {@link Table}; it holds no number of its own but the line to compare with.
 *
 * @param kind the shape
 * @param x key of the column along the horizontal axis; for {@link Kind#INTERVALS} the estimates
 * @param y key of the column along the vertical axis; for {@link Kind#INTERVALS} the names
 * @param further keys of columns that are drawn over the same axes as {@code y}; empty but for
 *     {@link Kind#LINES}, and {@link Kind#PRICED}, where it is the names
 * @param count key of a column of counts drawn below; null for none
 * @param reference a value drawn as a dashed line along the measured axis; null for none
 * @param referenceLabel what that line means; null if there is none
 */
public record Chart(
    Kind kind,
    String x,
    String y,
    List<String> further,
    @Nullable String count,
    @Nullable Double reference,
    @Nullable String referenceLabel) {

  /** The shapes that the page can draw. */
  public enum Kind {
    /** A dot with its interval for every row. */
    @JsonProperty("intervals")
    INTERVALS,
    /** Points against the diagonal, with counts below. */
    @JsonProperty("reliability")
    RELIABILITY,
    /** A bar for every row. */
    @JsonProperty("bars")
    BARS,
    /** One or several lines over numbers, estimates with their intervals as bands. */
    @JsonProperty("lines")
    LINES,
    /** A named dot with its interval for every row, over prices on a logarithmic scale. */
    @JsonProperty("priced")
    PRICED
  }

  /** Copies the list. */
  public Chart {
    further = List.copyOf(further);
  }

  /**
   * Draws a dot with its interval for every row.
   *
   * @param estimates key of a column of estimates
   * @param names key of the column that names the rows
   * @param reference a value to compare with
   * @param referenceLabel what that value means
   * @return the chart
   */
  public static Chart intervals(
      String estimates, String names, double reference, String referenceLabel) {
    return new Chart(Kind.INTERVALS, estimates, names, List.of(), null, reference, referenceLabel);
  }

  /**
   * Draws a bar for every row.
   *
   * @param names key of the column that names the rows, along the horizontal axis
   * @param values key of the column of heights
   * @return the chart
   */
  public static Chart bars(String names, String values) {
    return new Chart(Kind.BARS, names, values, List.of(), null, null, null);
  }

  /**
   * Draws what was observed against what was claimed.
   *
   * @param claimed key of the column of claimed shares
   * @param observed key of the column of observed shares
   * @param count key of the column of row counts
   * @return the chart
   */
  public static Chart reliability(String claimed, String observed, String count) {
    return new Chart(
        Kind.RELIABILITY, claimed, observed, List.of(), count, null, "as often right as claimed");
  }

  /**
   * Draws lines over numbers. All are of one unit: the format of the first names the axis.
   *
   * @param numbers key of the column along the horizontal axis, plain numbers in rising order
   * @param first key of the column of the first line: estimates or plain numbers; a null is a gap
   * @param further keys of more such columns, at most three
   * @return the chart
   */
  public static Chart lines(String numbers, String first, String... further) {
    return new Chart(Kind.LINES, numbers, first, List.of(further), null, null, null);
  }

  /**
   * Draws what is got for a price.
   *
   * @param price key of a column of numbers above 0
   * @param estimates key of a column of estimates
   * @param names key of the column that names the rows
   * @return the chart
   */
  public static Chart priced(String price, String estimates, String names) {
    return new Chart(Kind.PRICED, price, estimates, List.of(names), null, null, null);
  }

  /**
   * Returns the same chart with a value to compare with.
   *
   * @param value drawn as a dashed line
   * @param label what that value means
   * @return the chart
   */
  public Chart against(double value, String label) {
    return new Chart(kind, x, y, further, count, value, label);
  }
}
