package org.touchstone.ingest;

import org.jspecify.annotations.Nullable;

/**
 * The bytes of a record.
 *
 * @param line where it begins, from 1
 * @param bytes its bytes, cut to the limit
 * @param length its full length in bytes
 * @param element its number in an array, from 0; null in no array
 */
record Span(long line, byte[] bytes, long length, @Nullable Long element) {

  Span(long line, byte[] bytes, long length) {
    this(line, bytes, length, null);
  }

  RawRecord.Place place() {
    return new RawRecord.Place(line, element);
  }

  Span numbered(long number) {
    return new Span(line, bytes, length, number);
  }
}
