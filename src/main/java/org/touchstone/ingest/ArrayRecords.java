package org.touchstone.ingest;

import java.io.IOException;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one JSON array. Elements are cut out by brackets and quotes alone and then read
 * one by one, so that a malformed one does not spoil those behind it.
 */
final class ArrayRecords implements Records {

  private final SourceFile file;
  private final int maxBytes;
  private final ByteCursor bytes;
  private boolean ended;
  private @Nullable Span next;

  ArrayRecords(SourceFile file, RecordLimits limits) {
    this.file = file;
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
  public boolean hasNext() {
    if (next == null && !ended) {
      try {
        next = element();
      } catch (IOException e) {
        throw file.unreadable(e, bytes.line());
      }
    }

    return next != null;
  }

  @Override
  public RawRecord next() {
    Span element = hasNext() ? next : null;
    if (element == null) {
      throw new NoSuchElementException("no element left in " + file.name());
    }

    next = null;
    return JsonText.record(element, maxBytes);
  }

  @Override
  public void close() {
    try {
      bytes.close();
    } catch (IOException e) {
      throw file.unreadable(e, bytes.line());
    }
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
