package org.touchstone.ingest;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one JSON array. Elements are cut out by brackets and quotes alone and then read
 * one by one, so that a malformed one does not spoil those behind it.
 */
final class ArrayRecords extends ReadAhead<Span> {

  private final int maxBytes;
  private final ByteCursor bytes;
  private boolean ended;

  ArrayRecords(SourceFile file, RecordLimits limits) {
    super(file);
    this.maxBytes = limits.maxBytes();
    try {
      this.bytes = new ByteCursor(file.open());
      bytes.peekBehindBlanks();
      bytes.next();
      endIfEmpty();
    } catch (IOException e) {
      throw file.unreadable(e, 0);
    }
  }

  /** Whether the first byte that is no white space opens an array. */
  static boolean beginsArray(SourceFile file) {
    try {
      ByteCursor bytes = new ByteCursor(file.open());
      boolean array = bytes.peekBehindBlanks() == '[';
      bytes.close();
      return array;
    } catch (IOException e) {
      throw file.unreadable(e, 0);
    }
  }

  @Override
  @Nullable Span read() throws IOException {
    return ended ? null : element();
  }

  @Override
  RawRecord record(Span element) {
    return JsonText.record(element, maxBytes);
  }

  @Override
  Closeable input() {
    return bytes;
  }

  @Override
  long line() {
    return bytes.line();
  }

  private Span element() throws IOException {
    bytes.peekBehindBlanks();
    SpanBuilder element = new SpanBuilder(bytes.line(), maxBytes);
    int depth = 0;
    while (true) {
      int value = bytes.next();
      if (value == ByteCursor.END) {
        throw file.broken("its JSON array is cut off on line %d".formatted(bytes.line()));
      }

      if (depth == 0 && (value == ',' || value == ']')) {
        ended = value == ']';
        checkEnd();
        return element.build();
      }

      element.add(value);
      depth += value == '{' || value == '[' ? 1 : 0;
      depth -= depth > 0 && (value == '}' || value == ']') ? 1 : 0;
      if (value == '"') {
        addText(element);
      }
    }
  }

  /** Adds a text to its closing quote; a backslash takes the next byte with it. */
  private void addText(SpanBuilder element) throws IOException {
    int value = 0;
    while (value != '"' && value != ByteCursor.END) {
      value = bytes.next();
      if (value == '\\') {
        element.add(value);
        value = bytes.next();
        element.add(value);
        value = 0;
      } else if (value != ByteCursor.END) {
        element.add(value);
      }
    }
  }

  private void endIfEmpty() throws IOException {
    if (bytes.peekBehindBlanks() == ']') {
      bytes.next();
      ended = true;
      checkEnd();
    }
  }

  private void checkEnd() throws IOException {
    if (ended && bytes.peekBehindBlanks() != ByteCursor.END) {
      throw file.broken("text follows its JSON array on line %d".formatted(bytes.line()));
    }
  }
}
