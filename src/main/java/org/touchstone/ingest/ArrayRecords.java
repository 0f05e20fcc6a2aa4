package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;

/**
 * The elements of one JSON array. Elements are cut out by brackets and quotes alone and then read
 * one by one, so that a malformed one does not spoil those behind it.
 */
final class ArrayRecords extends ReadAhead<Span> {

  private final RecordLimits limits;
  private final ByteCursor bytes;
  private final @Nullable JsonWrapper wrapper;
  private long number;
  private boolean ended;

  ArrayRecords(SourceFile file, RecordLimits limits) {
    this(file, limits, null);
  }

  /**
   * Opens the array of a file.
   *
   * @param wrapper the key of the object that holds the array; null if the file is the array
   */
  ArrayRecords(SourceFile file, RecordLimits limits, @Nullable JsonWrapper wrapper) {
    super(file);
    this.limits = limits;
    this.wrapper = wrapper;
    try {
      this.bytes = new ByteCursor(file.open());
      for (long skipped = 0; wrapper != null && skipped < wrapper.listAt(); skipped++) {
        bytes.next();
      }

      bytes.peekBehindBlanks();
      bytes.next();
      endIfEmpty();
    } catch (IOException e) {
      throw file.unreadable(e, 0);
    }
  }

  @Override
  public Optional<String> note() {
    return Optional.ofNullable(wrapper).map(JsonWrapper::words);
  }

  @Override
  @Nullable Span read() throws IOException {
    return ended ? null : element();
  }

  @Override
  RawRecord record(Span element) {
    return unwrapped(JsonText.record(element, limits));
  }

  /** Of the rows of a data set viewer, each is one level deeper. */
  private RawRecord unwrapped(RawRecord record) {
    String inner = wrapper == null ? null : wrapper.inner();
    JsonNode object = record.object();
    if (inner == null || object == null) {
      return record;
    }

    return object.path(inner).isObject()
        ? RawRecord.of(record.place(), object.path(inner), record.raw())
        : RawRecord.refused(
            record.place(),
            new Refusal(
                RejectionReason.MISSING_FIELD,
                "field \"%s\", which holds the record, is no object".formatted(inner)),
            record.raw());
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
    SpanBuilder element = new SpanBuilder(bytes.line(), limits.maxBytes());
    int depth = 0;
    while (true) {
      int value = bytes.next();
      if (value == ByteCursor.END) {
        throw file.broken("its JSON array is cut off on line %d".formatted(bytes.line()));
      }

      if (depth == 0 && (value == ',' || value == ']')) {
        ended = value == ']';
        checkEnd();
        return element.build().numbered(number++);
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
    // What follows a list inside of an object was looked at when the list was found.
    if (ended && wrapper == null && bytes.peekBehindBlanks() != ByteCursor.END) {
      throw file.broken("text follows its JSON array on line %d".formatted(bytes.line()));
    }
  }
}
