package org.touchstone.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The index of a safetensors file, checked: every tensor lies inside the file, is as long as its
 * shape and type say, and the tensors cover the payload without gap or overlap.
 *
 * @param entries by name, in the order of their bytes
 * @param metadata free text
 */
record SafetensorsHeader(Map<String, SafetensorsEntry> entries, Map<String, String> metadata) {

  static final int LENGTH_BYTES = 8;

  /** The limit of the reference reader. */
  private static final long MAX_HEADER_BYTES = 100_000_000L;

  private static final int ZIP_START = 0x4B50; // "PK"
  private static final int PICKLE_START = 0x80; // the opcode PROTO, then a protocol's number
  private static final int MAX_PICKLE_PROTOCOL = 5;

  static SafetensorsHeader read(String file, ByteSource source) throws IOException {
    SafetensorsComplaint complaint = new SafetensorsComplaint(file);
    long size = source.size();
    if (size < LENGTH_BYTES) {
      throw complaint.of("found %d bytes, allowed are at least %d".formatted(size, LENGTH_BYTES));
    }

    ByteBuffer start = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    source.read(0, start);
    long length = start.getLong(0);
    if (length < 2 || length > MAX_HEADER_BYTES || length > size - LENGTH_BYTES) {
      refusePickle(start, complaint);
      throw complaint.of(
          "found a header length of %s in a file of %d bytes, allowed are 2 to %d"
              .formatted(
                  Long.toUnsignedString(length),
                  size,
                  Math.min(MAX_HEADER_BYTES, size - LENGTH_BYTES)));
    }

    return new SafetensorsHeaderParser(complaint, source, LENGTH_BYTES + length).parse();
  }

  /** Orders the entries by their bytes and checks that they cover the payload. */
  static SafetensorsHeader of(
      Collection<SafetensorsEntry> found,
      Map<String, String> metadata,
      long payload,
      long size,
      SafetensorsComplaint complaint)
      throws IOException {
    List<SafetensorsEntry> sorted = new ArrayList<>(found);
    sorted.sort(
        Comparator.comparingLong(SafetensorsEntry::begin).thenComparingLong(SafetensorsEntry::end));
    Map<String, SafetensorsEntry> entries = new LinkedHashMap<>();
    long position = payload;
    for (SafetensorsEntry entry : sorted) {
      if (entry.end() > size) {
        throw complaint.of(
            "found tensor %s up to byte %d in a file of %d, allowed is a range inside the file"
                .formatted(SafetensorsComplaint.quote(entry.name()), entry.end(), size));
      }

      if (entry.begin() != position) {
        throw complaint.of(
            "found tensor %s beginning at byte %d, allowed is %d, where the one before it ends"
                .formatted(SafetensorsComplaint.quote(entry.name()), entry.begin(), position));
      }

      position = entry.end();
      entries.put(entry.name(), entry);
    }

    if (position != size) {
      throw complaint.of(
          "found %d bytes behind the last tensor, allowed are none".formatted(size - position));
    }

    return new SafetensorsHeader(entries, metadata);
  }

  private static void refusePickle(ByteBuffer start, SafetensorsComplaint complaint)
      throws IOException {
    int first = start.getShort(0) & 0xFFFF;
    boolean pickle = (first & 0xFF) == PICKLE_START && first >>> 8 <= MAX_PICKLE_PROTOCOL;
    if (pickle || first == ZIP_START) {
      String kind = pickle ? "pickle file" : "zip file, which PyTorch puts its pickles in";
      throw complaint.of(
          "found the start of a %s, and pickle files run code when they are opened; allowed is"
                  .formatted(kind)
              + " safetensors");
    }
  }
}
