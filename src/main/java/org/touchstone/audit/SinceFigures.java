package org.touchstone.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.report.Chart;
import org.touchstone.report.Figure;
import org.touchstone.report.Format;
import org.touchstone.report.Table;
import org.touchstone.report.Verdict;

/** Tables and charts of what changed since an earlier audit. */
final class SinceFigures {

  /** A verdict that changed. */
  record Turn(String question, Verdict then, Verdict now) {
    boolean worse() {
      return now.worseThan(then);
    }
  }

  private SinceFigures() {}

  /** One figure for every unit. */
  static List<Figure> numbers(List<Change> changes, double[] corrected) {
    List<Figure> figures = new ArrayList<>();
    for (Format format : List.of(Format.PERCENT, Format.POINTS, Format.DECIMAL)) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (int i = 0; i < corrected.length; i++) {
        if (changes.get(i).format() == format) {
          rows.add(row(changes.get(i), corrected[i]));
        }
      }

      if (!rows.isEmpty()) {
        figures.add(figure(format, rows));
      }
    }

    return figures;
  }

  private static List<@Nullable Object> row(Change change, double corrected) {
    String judged =
        change.worse(corrected)
            ? "worse"
            : change.improved(corrected)
                ? "better"
                : change.better().judged() ? "within noise" : "tells of the data";
    return Table.row(
        change.what(),
        change.then(),
        change.now(),
        change.difference(),
        change.better().judged() ? corrected : null,
        judged,
        change.difference().detectable(),
        change.difference().n(),
        change.paired() ? "pair by pair" : "unpaired");
  }

  private static Figure figure(Format format, List<List<@Nullable Object>> rows) {
    String units =
        switch (format) {
          case PERCENT -> "shares";
          case POINTS -> "differences of shares";
          default -> "other numbers";
        };
    Format of = estimate(format);
    Format by = estimate(difference(format));
    return new Figure(
        "since-" + units.replace(' ', '-'),
        "Change of %s since the earlier audit".formatted(units),
        "One dot for each number: now minus then. The dashed line is no change.",
        Chart.intervals("change", "what", 0, "no change"),
        new Table(
            "Then and now: " + units,
            List.of(
                new Table.Column("what", "What", Format.TEXT),
                new Table.Column("then", "Then", of),
                new Table.Column("now", "Now", of),
                new Table.Column("change", "Change", by),
                new Table.Column("p", "p-value (Holm)", Format.P_VALUE),
                new Table.Column("judged", "Means", Format.TEXT),
                new Table.Column(
                    "detectable",
                    "Smallest change that would show",
                    format == Format.DECIMAL ? Format.DECIMAL : Format.DISTANCE),
                new Table.Column("n", "Rests on", Format.COUNT),
                new Table.Column("how", "Compared", Format.TEXT)),
            rows));
  }

  /** How a difference of two such numbers is written. */
  static Format difference(Format format) {
    return format == Format.PERCENT ? Format.POINTS : format;
  }

  private static Format estimate(Format format) {
    return switch (format) {
      case PERCENT -> Format.PERCENT_ESTIMATE;
      case POINTS -> Format.POINTS_ESTIMATE;
      default -> Format.DECIMAL_ESTIMATE;
    };
  }

  static Figure verdicts(List<Turn> turns) {
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (Turn turn : turns) {
      rows.add(
          Table.row(
              turn.question(),
              turn.then().words(),
              turn.now().words(),
              turn.worse() ? "worse" : "better"));
    }

    return new Figure(
        "since-verdicts",
        "Verdicts that changed",
        "A verdict may change though its number moved within noise, where that lies near a threshold.",
        null,
        new Table(
            "Verdicts then and now",
            List.of(
                new Table.Column("check", "Check", Format.TEXT),
                new Table.Column("then", "Then", Format.TEXT),
                new Table.Column("now", "Now", Format.TEXT),
                new Table.Column("turn", "Turn", Format.TEXT)),
            rows));
  }
}
