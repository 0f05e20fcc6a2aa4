package org.touchstone.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The first object of a file, found by brackets and quotes alone in one pass that keeps no more
 * than the longest record.
 */
final class JsonObjectScan {

  private final ByteCursor bytes;
  private final SpanBuilder object;
  private final long firstLine;
  private final Map<String, Long> lists = new LinkedHashMap<>();
  private final int maxBytes;
  private long position;
  private long lastLine;
  private boolean only;

  private JsonObjectScan(ByteCursor bytes, int maxBytes) throws IOException {
    this.bytes = bytes;
    this.maxBytes = maxBytes;
    int first = bytes.peek();
    while (first == ' ' || first == '\t' || first == '\r' || first == '\n') {
      bytes.next();
      position++;
      first = bytes.peek();
    }

    this.firstLine = bytes.line();
    this.object = new SpanBuilder(firstLine, maxBytes);
  }

  /** Scans the first object; null if the file does not begin with a whole one. */
  static @Nullable JsonObjectScan of(SourceFile file, int maxBytes) throws IOException {
    try (ByteCursor bytes = new ByteCursor(file.open())) {
      JsonObjectScan scan = new JsonObjectScan(bytes, maxBytes);
      return scan.isObject() ? scan : null;
    }
  }

  /** The object's bytes, cut to the longest record. */
  Span object() {
    return object.build();
  }

  /** Whether all bytes of the object are kept. */
  boolean isWhole() {
    return object.length() <= maxBytes;
  }

  boolean isOneLine() {
    return firstLine == lastLine;
  }

  /** Whether nothing follows the object. */
  boolean isOnly() {
    return only;
  }

  /** The keys of lists of objects, and how many bytes precede each list. */
  Map<String, Long> lists() {
    return Collections.unmodifiableMap(lists);
  }

  private boolean isObject() throws IOException {
    if (take() != '{') {
      return false;
    }

    int next = blanks();
    while (next == '"') {
      take();
      String key = text();
      if (blanks() != ':') {
        return false;
      }

      take();
      noteList(key, blanks());
      skipValue();
      next = blanks();
      if (next == ',') {
        take();
        next = blanks();
      }
    }

    if (take() != '}') {
      return false;
    }

    lastLine = bytes.line();
    only = bytes.peekBehindBlanks() == ByteCursor.END;
    return true;
  }

  private void noteList(String key, int next) throws IOException {
    if (next == '[') {
      long at = position;
      take();
      if (blanks() == '{') {
        lists.put(key, at);
      }

      skipTo(1);
    }
  }

  /** Goes to the comma or bracket behind a value, or behind the list that was begun. */
  private void skipValue() throws IOException {
    skipTo(0);
  }

  private void skipTo(int open) throws IOException {
    int depth = open;
    while (true) {
      int value = bytes.peek();
      boolean behind = depth == 0 && (value == ',' || value == '}' || value == ']');
      if (behind || value == ByteCursor.END) {
        return;
      }

      take();
      depth += value == '{' || value == '[' ? 1 : 0;
      depth -= value == '}' || value == ']' ? 1 : 0;
      if (value == '"') {
        text();
      }
    }
  }

  /** Takes a text to its closing quote; a backslash takes the next byte with it. */
  private String text() throws IOException {
    SpanBuilder text = new SpanBuilder(bytes.line(), maxBytes);
    int value = take();
    while (value != '"' && value != ByteCursor.END) {
      text.add(value);
      if (value == '\\') {
        text.add(take());
      }

      value = take();
    }

    return new String(text.build().bytes(), StandardCharsets.UTF_8);
  }

  private int take() throws IOException {
    int value = bytes.next();
    if (value != ByteCursor.END) {
      position++;
      object.add(value);
    }

    return value;
  }

  private int blanks() throws IOException {
    int value = bytes.peek();
    while (value == ' ' || value == '\t' || value == '\r' || value == '\n') {
      take();
      value = bytes.peek();
    }

    return value;
  }
}
