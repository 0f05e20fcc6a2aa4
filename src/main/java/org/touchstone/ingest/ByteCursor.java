package org.touchstone.ingest;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Bytes one after another, with the number of the line that the next one is on. */
final class ByteCursor implements Closeable {

  /** What {@link #next} and {@link #peek} give behind the last byte. */
  static final int END = -1;

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int[] BYTE_ORDER_MARK = {0xEF, 0xBB, 0xBF};

  private final byte[] buffer = new byte[BUFFER_BYTES];
  private InputStream in;
  private int at;
  private int end;
  private long line = 1;

  /** Begins behind a byte order mark, if there is one. */
  ByteCursor(InputStream in) throws IOException {
    this.in = in;
    int mark = 0;
    while (mark < BYTE_ORDER_MARK.length && peek() == BYTE_ORDER_MARK[mark]) {
      next();
      mark++;
    }
  }

  long line() {
    return line;
  }

  int peek() throws IOException {
    while (at == end) {
      end = in.read(buffer);
      at = 0;
      if (end < 0) {
        end = 0;
        return END;
      }
    }

    return buffer[at] & 0xFF;
  }

  int next() throws IOException {
    int value = peek();
    if (value != END) {
      at++;
      line += value == '\n' ? 1 : 0;
    }

    return value;
  }

  /** Returns the next byte that is no white space, without taking it. */
  int peekBehindBlanks() throws IOException {
    int value = peek();
    while (value == ' ' || value == '\t' || value == '\r' || value == '\n') {
      next();
      value = peek();
    }

    return value;
  }

  /** Skips empty lines and returns the next byte, without taking it. */
  int peekBehindBlankLines() throws IOException {
    int value = peek();
    while (value == '\r' || value == '\n') {
      next();
      value = peek();
    }

    return value;
  }

  /** At the end: goes back to bytes that were taken, the first of them on a line. */
  void goBack(byte[] bytes, int from, long firstLine) {
    in = new ByteArrayInputStream(bytes, from, bytes.length - from);
    line = firstLine;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
