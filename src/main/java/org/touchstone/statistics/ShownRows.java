package org.touchstone.statistics;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.report.ShownRow;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/** Fetches the texts of the rows shown, and of no others; personal data is masked. */
final class ShownRows {

  private static final int MAX_CHARACTERS = 400;
  private static final int MAX_REPLIES = 6;
  private static final String CUT = "…";

  private ShownRows() {}

  static Map<ExampleKind, List<ShownRow>> of(
      Dataset<Row> comparisons, Map<ExampleKind, List<List<String>>> examples) {
    Object[] ids =
        examples.values().stream().flatMap(List::stream).flatMap(List::stream).distinct().toArray();
    Map<ExampleKind, List<ShownRow>> shown = new EnumMap<>(ExampleKind.class);
    if (ids.length == 0) {
      return shown;
    }

    Map<String, Comparison> rows = new HashMap<>();
    for (Row row :
        comparisons
            .where(col(Columns.COMPARISON_ID).isin(ids))
            .where(col(Columns.OCCURRENCE).equalTo(0))
            .collectAsList()) {
      rows.put(row.getAs(Columns.COMPARISON_ID), ComparisonTable.fromRow(row));
    }

    examples.forEach(
        (kind, wanted) -> {
          List<ShownRow> found = new ArrayList<>();
          for (List<String> together : wanted) {
            for (int i = 0; i < together.size(); i++) {
              Comparison row = rows.get(together.get(i));
              if (row != null) {
                found.add(shown(why(kind, i, together.size()), together.get(i), row));
              }
            }
          }

          shown.put(kind, found);
        });
    return shown;
  }

  private static String why(ExampleKind kind, int at, int rows) {
    return rows == 1 ? kind.title() : "%s (%d of %d)".formatted(kind.title(), at + 1, rows);
  }

  private static ShownRow shown(String why, String id, Comparison row) {
    List<ShownRow.ShownReply> replies = new ArrayList<>();
    for (int i = 0; i < row.replies().size(); i++) {
      replies.add(
          new ShownRow.ShownReply(
              row.ranks().get(i), start(text(row.replies().get(i).messages()))));
    }

    String annotator = row.annotator();
    replies.sort(Comparator.comparingInt(ShownRow.ShownReply::rank));
    return new ShownRow(
        why,
        id,
        row.source(),
        annotator == null ? null : AnnotatorNames.shown(annotator),
        end(text(row.prompt())),
        replies.subList(0, Math.min(MAX_REPLIES, replies.size())));
  }

  private static String text(List<Message> messages) {
    StringBuilder text = new StringBuilder();
    for (Message message : messages) {
      text.append(text.length() == 0 ? "" : "\n\n")
          .append(message.role().label())
          .append(": ")
          .append(message.text());
    }

    return PersonalData.masked(text.toString());
  }

  private static String start(String text) {
    return text.codePointCount(0, text.length()) <= MAX_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS)) + CUT;
  }

  /** The end of a prompt is what the replies answer. */
  private static String end(String text) {
    return text.codePointCount(0, text.length()) <= MAX_CHARACTERS
        ? text
        : CUT + text.substring(text.offsetByCodePoints(text.length(), -MAX_CHARACTERS));
  }
}
