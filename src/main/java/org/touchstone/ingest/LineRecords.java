package org.touchstone.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a file with one a line, or of those lines that begin in a part of it; lines that
 * are blank are counted and skipped.
 */
final class LineRecords extends ReadAhead<Span> {

  private static final byte[] LINE_END = "\n".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER_BYTES = 1 << 18;

  private final RecordLimits limits;
  private final LineReader lines;
  private final Text text = new Text();
  private final long end;
  private long position;
  private long number;

  LineRecords(SourceFile file, RecordLimits limits) {
    this(file, limits, FilePart.whole(file.name()));
  }

  LineRecords(SourceFile file, RecordLimits limits, FilePart part) {
    super(file);
    this.limits = limits;
    this.end = part.end();
    this.number = part.linesBefore();
    try {
      this.lines = new LineReader(file.open(Math.max(0, part.start() - 1)), BUFFER_BYTES, LINE_END);
      if (part.start() > 0) {
        skipToLine(part.start() - 1);
      }
    } catch (IOException e) {
      throw file.unreadable(e, 0);
    }
  }

  @Override
  @Nullable Span read() throws IOException {
    Span line = readLine();
    while (line != null && isBlank(line)) {
      line = readLine();
    }

    return line;
  }

  @Override
  RawRecord record(Span line) {
    return JsonText.record(line, limits);
  }

  @Override
  Closeable input() {
    return lines;
  }

  @Override
  long line() {
    return number;
  }

  /** Goes behind the next line end: the line before it is that of the part before. */
  private void skipToLine(long from) throws IOException {
    int consumed = lines.readLine(text, 0, Integer.MAX_VALUE);
    position = from + consumed;
    number += consumed > 1 ? 1 : 0; // the byte before the part was counted with the part before
  }

  private @Nullable Span readLine() throws IOException {
    int consumed = position < end ? lines.readLine(text, limits.maxBytes(), Integer.MAX_VALUE) : 0;
    if (consumed == 0) {
      return null;
    }

    position += consumed;
    number++;
    return new Span(number, text.copyBytes(), consumed - 1L);
  }

  private static boolean isBlank(Span line) {
    for (byte value : line.bytes()) {
      if (value != ' ' && value != '\t' && value != '\r') {
        return false;
      }
    }

    return true;
  }
}
