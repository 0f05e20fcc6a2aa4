package org.touchstone.ingest;

/**
 * The bytes of a record.
 *
 * @param line where it begins, from 1
 * @param bytes its bytes, cut to the limit
 * @param length its full length in bytes
 */
record Span(long line, byte[] bytes, long length) {}
