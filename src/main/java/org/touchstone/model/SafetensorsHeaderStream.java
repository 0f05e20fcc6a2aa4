package org.touchstone.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * The bytes of a header, a window at a time. It refuses a header that does not begin with a brace,
 * and one with too long a stretch without a quotation mark: a JSON parser has to keep a whole name,
 * text or number in memory before it can judge it.
 */
final class SafetensorsHeaderStream extends InputStream {

  private static final int WINDOW = 1 << 16;
  private static final int MAX_STRETCH = 1 << 24;

  private final SafetensorsComplaint complaint;
  private final ByteSource source;
  private final long end;
  private long position = SafetensorsHeader.LENGTH_BYTES;
  private int stretch;
  private boolean escaped;

  SafetensorsHeaderStream(SafetensorsComplaint complaint, ByteSource source, long end)
      throws IOException {
    this.complaint = complaint;
    this.source = source;
    this.end = end;
    ByteBuffer first = ByteBuffer.allocate(1);
    source.read(position, first);
    if (first.get(0) != '{') {
      throw complaint.of(
          "found a header that begins with byte 0x%02x, allowed is a brace"
              .formatted(first.get(0)));
    }
  }

  @Override
  public int read() throws IOException {
    byte[] single = new byte[1];
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (position >= end) {
      return -1;
    }

    int count = (int) Math.min(Math.min(length, WINDOW), end - position);
    source.read(position, ByteBuffer.wrap(target, offset, count));
    position += count;
    for (int i = offset; i < offset + count; i++) {
      measure(target[i]);
    }

    return count;
  }

  private void measure(byte value) throws IOException {
    stretch = value == '"' && !escaped ? 0 : stretch + 1;
    escaped = value == '\\' && !escaped;
    if (stretch > MAX_STRETCH) {
      throw complaint.of(
          "found more than %1$d bytes without a quotation mark in the header, allowed are %1$d"
              .formatted(MAX_STRETCH));
    }
  }
}
