package org.touchstone.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;

/** The cells of one row of CSV or TSV. */
final class Cells {

  /** Up to four words without the end of a sentence, such as {@code Best Incorrect Answer}. */
  private static final Pattern NAME =
      Pattern.compile("|[\\p{L}_][^\\s!?,;\"]*(\\s[^\\s!?,;\"]+){0,3}(?<![.:])");

  private static final int NAME_CHARACTERS = 40;

  private Cells() {}

  /** Splits a row; quotes are taken off and doubled ones halved. */
  static List<String> of(String row, char delimiter) throws Refusal {
    List<String> cells = new ArrayList<>();
    int end = row.endsWith("\r") ? row.length() - 1 : row.length();
    int at = 0;
    while (at <= end) {
      StringBuilder cell = new StringBuilder();
      at =
          at < end && row.charAt(at) == '"'
              ? quoted(row, at + 1, end, cell)
              : plain(row, at, end, delimiter, cell);
      if (at < end && row.charAt(at) != delimiter) {
        throw new Refusal(
            RejectionReason.MALFORMED_CSV,
            "text follows the closing quote of cell %d".formatted(cells.size() + 1));
      }

      cells.add(cell.toString());
      at++;
    }

    return cells;
  }

  /** Whether cells may be the names of columns: all different, short and of few words. */
  static boolean lookLikeNames(List<String> cells) {
    return new HashSet<>(cells).size() == cells.size()
        && cells.stream()
            .allMatch(
                cell -> cell.length() <= NAME_CHARACTERS && NAME.matcher(cell.strip()).matches());
  }

  /** Whether a cell is how data frames write a missing value; "None" and "N/A" may be answers. */
  static boolean isMissing(String cell) {
    return cell.equals("nan") || cell.equals("NaN") || cell.equals("<NA>");
  }

  private static int plain(String row, int from, int end, char delimiter, StringBuilder cell) {
    int to = row.indexOf(delimiter, from);
    to = to < 0 || to > end ? end : to;
    cell.append(row, from, to);
    return to;
  }

  private static int quoted(String row, int from, int end, StringBuilder cell) {
    int at = from;
    while (at < end) {
      char character = row.charAt(at);
      boolean quote = character == '"';
      if (quote && (at + 1 >= end || row.charAt(at + 1) != '"')) {
        return at + 1;
      }

      cell.append(character);
      at += quote ? 2 : 1;
    }

    return at;
  }
}
