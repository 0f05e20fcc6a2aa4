package org.touchstone.ingest;

import java.io.ByteArrayOutputStream;

/** Collects the bytes of a record, up to a limit. */
final class SpanBuilder {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final long line;
  private final int maxBytes;
  private long length;

  SpanBuilder(long line, int maxBytes) {
    this.line = line;
    this.maxBytes = maxBytes;
  }

  void add(int value) {
    if (length < maxBytes) {
      bytes.write(value);
    }

    length++;
  }

  long length() {
    return length;
  }

  Span build() {
    return new Span(line, bytes.toByteArray(), length);
  }
}
