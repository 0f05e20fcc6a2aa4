package org.touchstone.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The short table of a report for a terminal: every model and baseline with accuracy, interval and
 * calibration, then the verdicts. Plain text, no colour codes.
 */
public final class TerminalTable {

  private static final String GAP = "  ";

  private TerminalTable() {}

  /**
   * Writes the contenders.
   *
   * @param report the tree of {@code report.json}
   * @return lines, each ended by a line feed
   */
  public static String contenders(JsonNode report) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "",
            "accuracy",
            "95 % interval",
            "would show",
            "pairs",
            "log loss",
            "calibration error"));
    report.path("standings").forEach(standing -> rows.add(standing(standing)));
    for (JsonNode ceiling : report.path("ceilings")) {
      if (ceiling.path("share").path("value").isNumber()) {
        rows.add(ceiling(ceiling));
      }
    }

    return aligned(rows);
  }

  private static List<String> standing(JsonNode standing) {
    JsonNode accuracy = standing.path("accuracy");
    return List.of(
        standing.path("name").asText(),
        written(accuracy.path("value"), Format.PERCENT),
        interval(accuracy),
        written(detectable(standing), Format.DISTANCE),
        Numbers.count(accuracy.path("n").asLong()),
        written(standing.path("log_loss").path("value"), Format.DECIMAL),
        calibration(standing));
  }

  private static List<String> ceiling(JsonNode ceiling) {
    JsonNode share = ceiling.path("share");
    long n = share.path("n").asLong();
    return List.of(
        ceiling.path("name").asText(),
        written(share.path("value"), Format.PERCENT),
        interval(share),
        written(share.path("detectable"), Format.DISTANCE),
        n == 0 ? Numbers.UNKNOWN : Numbers.count(n),
        Numbers.UNKNOWN,
        Numbers.UNKNOWN);
  }

  /** From a fixed number; of a contender, in its distance to the audited model. */
  private static JsonNode detectable(JsonNode standing) {
    JsonNode lead = standing.path("lead");
    return (lead.isObject() ? lead : standing.path("accuracy")).path("detectable");
  }

  /**
   * Writes the questions and their answers in a word.
   *
   * @param report the tree of {@code report.json}
   * @return lines, each ended by a line feed
   */
  public static String verdicts(JsonNode report) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode answer : report.path("answers")) {
      rows.add(List.of(answer.path("question").asText(), verdict(answer)));
    }

    return aligned(rows);
  }

  /**
   * Writes what became of the numbers of an earlier audit.
   *
   * @param report the tree of {@code report.json}
   * @return two lines, each ended by a line feed; empty if there was none
   */
  public static String since(JsonNode report) {
    JsonNode since = report.path("since");
    return since.isObject()
        ? "%s  %s%n%s%n"
            .formatted(
                since.path("question").asText(),
                verdict(since),
                since.path("sentence").asText().replace('\u00a0', ' '))
        : "";
  }

  private static String verdict(JsonNode answer) {
    return answer.path("verdict").isNull() ? "see the report" : answer.path("verdict").asText();
  }

  /**
   * Writes rows with the first column to the left and the others to the right.
   *
   * @param rows cells, as many in each row
   * @return lines, each ended by a line feed
   */
  public static String aligned(List<List<String>> rows) {
    StringBuilder lines = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < row.size(); c++) {
        String space = " ".repeat(width(rows, c) - length(row.get(c)));
        line.append(c == 0 ? row.get(c) + space : GAP + space + row.get(c));
      }

      lines.append(line.toString().stripTrailing()).append('\n');
    }

    return lines.toString();
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private static String interval(JsonNode estimate) {
    if (estimate.path("low").isNull()) {
      return "none";
    }

    return "%s to %s"
        .formatted(
            written(estimate.path("low"), Format.PERCENT),
            written(estimate.path("high"), Format.PERCENT));
  }

  private static String calibration(JsonNode standing) {
    if (standing.path("ece").isNull()) {
      return Numbers.UNKNOWN;
    }

    return "%s (chance: up to %s)"
        .formatted(
            written(standing.path("ece"), Format.DECIMAL),
            written(standing.path("ece_noise_high"), Format.DECIMAL));
  }

  private static String written(@Nullable JsonNode number, Format format) {
    return number == null || !number.isNumber()
        ? Numbers.UNKNOWN
        : Numbers.plain(number.asDouble(), format).replace('\u00a0', ' ');
  }
}
