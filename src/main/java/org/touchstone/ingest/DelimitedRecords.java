package org.touchstone.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;

/**
 * The rows of CSV or TSV as RFC 4180 has them: a cell that begins with a quote ends with one, holds
 * line ends and delimiters, and has its quotes doubled. Blank rows are skipped. Where a header is
 * one name between commas and several between semicolons, tabs or bars, these separate the cells.
 *
 * <p>A quote that is never closed is refused with its first line, and reading goes on behind that.
 */
final class DelimitedRecords extends ReadAhead<Span> {

  /** What some programs write between cells, for instance where a comma is the decimal point. */
  private static final char[] OTHER_DELIMITERS = {';', '\t', '|'};

  private final int maxBytes;
  private final int rawCharacters;
  private char delimiter;
  private final ByteCursor bytes;
  private final List<String> names;

  /** The line of a row whose quote is never closed. */
  private long unclosed;

  DelimitedRecords(SourceFile file, RecordLimits limits, char delimiter) {
    super(file);
    this.maxBytes = limits.maxBytes();
    this.rawCharacters = limits.rawCharacters();
    this.delimiter = delimiter;
    try {
      this.bytes = new ByteCursor(file.open());
      this.names = names(limits.header());
    } catch (IOException e) {
      throw file.unreadable(e, 0);
    }
  }

  @Override
  RawRecord record(Span row) {
    Supplier<RawRecord.Raw> raw = () -> RawRecord.Raw.of(row, rawCharacters);
    try {
      return RawRecord.of(row.place(), object(row), raw);
    } catch (Refusal refusal) {
      return RawRecord.refused(row.place(), refusal, raw);
    }
  }

  @Override
  Closeable input() {
    return bytes;
  }

  @Override
  long line() {
    return bytes.line();
  }

  /** Reads the header, or counts the columns of the first row and leaves it to be read. */
  private List<String> names(Header header) throws IOException {
    Span first = read();
    if (first == null) {
      return List.of();
    }

    try {
      List<String> cells = Cells.of(JsonText.decode(first, maxBytes), delimiter);
      if (cells.size() == 1 && header != Header.ABSENT) {
        cells = namesBetweenOthers(first, cells);
      }

      if (header == Header.PRESENT || header == Header.AUTO && Cells.lookLikeNames(cells)) {
        return distinct(cells);
      }

      putBack(first);
      return numbered(cells.size());
    } catch (Refusal refusal) {
      throw file.broken("its first row cannot be read: " + refusal.getMessage());
    }
  }

  /** A text may hold a semicolon, too: the next row must have as many cells. */
  private List<String> namesBetweenOthers(Span header, List<String> single)
      throws IOException, Refusal {
    String text = JsonText.decode(header, maxBytes);
    Span next = read();
    if (next != null) {
      putBack(next);
    }

    for (char other : OTHER_DELIMITERS) {
      List<String> cells = cellsOrNone(text, other);
      if (cells.size() > 1
          && Cells.lookLikeNames(cells)
          && (next == null || hasCells(next, other, cells.size()))) {
        delimiter = other;
        return cells;
      }
    }

    return single;
  }

  private boolean hasCells(Span row, char between, int count) throws Refusal {
    return row.length() <= maxBytes
        && cellsOrNone(JsonText.decode(row, maxBytes), between).size() == count;
  }

  private static List<String> cellsOrNone(String text, char delimiter) {
    try {
      return Cells.of(text, delimiter);
    } catch (Refusal refusal) {
      return List.of();
    }
  }

  private List<String> distinct(List<String> cells) {
    List<String> names = numbered(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isBlank()) {
        names.set(i, cells.get(i).strip());
      }
    }

    if (new HashSet<>(names).size() < names.size()) {
      throw file.broken("its header %s repeats a name".formatted(names));
    }

    return names;
  }

  private static List<String> numbered(int columns) {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= columns; i++) {
      names.add(String.valueOf(i));
    }

    return names;
  }

  private ObjectNode object(Span row) throws Refusal {
    if (row.line() == unclosed) {
      throw new Refusal(
          RejectionReason.MALFORMED_CSV, "a quote that opens in the row is never closed");
    }

    List<String> cells = Cells.of(JsonText.decode(row, maxBytes), delimiter);
    if (cells.size() != names.size()) {
      throw new Refusal(
          RejectionReason.MALFORMED_CSV,
          "the row has %d cells, must have %d".formatted(cells.size(), names.size()));
    }

    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < cells.size(); i++) {
      object.put(names.get(i), Cells.isMissing(cells.get(i)) ? null : cells.get(i));
    }

    return object;
  }

  /** Cuts out the next row that is not blank. */
  @Override
  @Nullable Span read() throws IOException {
    if (bytes.peekBehindBlankLines() == ByteCursor.END) {
      return null;
    }

    SpanBuilder row = new SpanBuilder(bytes.line(), maxBytes);
    boolean quoted = false;
    boolean cellBegins = true;
    while (true) {
      int value = bytes.next();
      if (value == ByteCursor.END) {
        return quoted ? firstLine(row.build()) : row.build();
      }

      if (!quoted && value == '\n') {
        return row.build();
      }

      row.add(value);
      if (value == '"' && quoted && bytes.peek() == '"') {
        row.add(bytes.next());
      } else if (value == '"') {
        quoted = !quoted && cellBegins;
      }

      cellBegins = !quoted && value == delimiter;
    }
  }

  /** Gives up on a quote at the end of the file: the lines behind its first one are read again. */
  private Span firstLine(Span row) {
    if (row.length() > maxBytes) {
      throw file.broken("a quote that opens on line %d is never closed".formatted(row.line()));
    }

    int end = 0;
    while (end < row.bytes().length && row.bytes()[end] != '\n') {
      end++;
    }

    bytes.goBack(row.bytes(), Math.min(end + 1, row.bytes().length), row.line() + 1);
    unclosed = row.line();
    return new Span(row.line(), Arrays.copyOf(row.bytes(), end), end);
  }
}
