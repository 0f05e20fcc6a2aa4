package org.touchstone.model;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A zip file without compression, in which the content of every entry starts at a multiple of 64
 * bytes, so that libtorch can map it. The same entries give the same bytes: no times, no owner.
 * Where a size, a position or the number of entries exceeds the fields of the first format, and
 * only there, those of zip64 are added.
 *
 * <p>Source: PKWARE APPNOTE 6.3, zip64 in 4.3.14, 4.3.15 and 4.5.3; the padding field "FB" is that
 * of PyTorch's own writer (caffe2/serialize/inline_container.cc).
 */
final class StoredZip implements Closeable {

  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER = 30;
  private static final int CENTRAL_HEADER = 46;
  private static final int CRC_AT = 14;
  private static final short VERSION = 20;
  private static final short VERSION_64 = 45;
  private static final short DATE_1980_01_01 = 0x21;
  private static final short FIELD_64 = 0x0001;
  private static final short PADDING_FIELD = 0x4246; // "FB"
  private static final int FIELD_HEADER = 4;
  private static final int LOCAL_SIZES_64 = 2 * Long.BYTES;
  private static final int SEE_FIELD_64 = 0xFFFFFFFF;

  /** Writes the content of an entry. */
  interface Content {
    void writeTo(Sink sink) throws IOException;
  }

  /** Where the content goes. */
  interface Sink {
    void write(ByteBuffer bytes) throws IOException;
  }

  /**
   * From where on zip64 takes over.
   *
   * @param bytes the first size or position that does not fit
   * @param entries the first number of entries that does not fit
   */
  record Limits(long bytes, int entries) {

    /** Those of the format; the largest number of a field says that zip64 has the real one. */
    static final Limits FORMAT = new Limits(0xFFFF_FFFFL, 0xFFFF);
  }

  private record Entry(byte[] name, long offset, long size, int crc) {}

  private final FileChannel channel;
  private final Limits limits;
  private final List<Entry> entries = new ArrayList<>();

  StoredZip(Path file) throws IOException {
    this(file, Limits.FORMAT);
  }

  StoredZip(Path file, Limits limits) throws IOException {
    this.limits = limits;
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  void add(String name, byte[] content) throws IOException {
    add(name, content.length, sink -> sink.write(ByteBuffer.wrap(content)));
  }

  /** Adds an entry in one pass; the checksum is filled in when its content is known. */
  void add(String name, long size, Content content) throws IOException {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    long start = channel.position();
    writeFully(localHeader(utf8, start, size));
    CRC32 crc = new CRC32();
    long from = channel.position();
    content.writeTo(
        bytes -> {
          crc.update(bytes.duplicate());
          writeFully(bytes);
        });
    if (channel.position() - from != size) {
      throw new IOException(
          "Cannot write archive entry %s: found %d bytes of content, needed are the %d announced"
              .formatted(name, channel.position() - from, size));
    }

    Entry entry = new Entry(utf8, start, size, (int) crc.getValue());
    channel.write(allocate(Integer.BYTES).putInt(entry.crc()).rewind(), start + CRC_AT);
    entries.add(entry);
  }

  private ByteBuffer localHeader(byte[] name, long start, long size) {
    boolean wide = size >= limits.bytes();
    int sizes = wide ? FIELD_HEADER + LOCAL_SIZES_64 : 0;
    int unpadded = LOCAL_HEADER + name.length + sizes + FIELD_HEADER;
    int padding = (int) Math.floorMod(-(start + unpadded), (long) ALIGNMENT);
    ByteBuffer header = allocate(unpadded + padding).putInt(0x04034b50);
    common(header, 0, size, name.length, sizes + FIELD_HEADER + padding, wide);
    header.put(name);
    if (wide) {
      header.putShort(FIELD_64).putShort((short) LOCAL_SIZES_64).putLong(size).putLong(size);
    }

    return header.putShort(PADDING_FIELD).putShort((short) padding).rewind();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      long directory = channel.position();
      for (Entry entry : entries) {
        writeFully(centralHeader(entry));
      }

      writeFully(end(directory, channel.position() - directory));
    }
  }

  private ByteBuffer centralHeader(Entry entry) {
    boolean wideSize = entry.size() >= limits.bytes();
    boolean wideOffset = entry.offset() >= limits.bytes();
    int values = (wideSize ? LOCAL_SIZES_64 : 0) + (wideOffset ? Long.BYTES : 0);
    int extra = values == 0 ? 0 : FIELD_HEADER + values;
    ByteBuffer header = allocate(CENTRAL_HEADER + entry.name().length + extra);
    header.putInt(0x02014b50).putShort(extra == 0 ? VERSION : VERSION_64);
    common(header, entry.crc(), entry.size(), entry.name().length, extra, wideSize);
    header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    header.putInt(wideOffset ? SEE_FIELD_64 : (int) entry.offset()).put(entry.name());
    if (extra > 0) {
      header.putShort(FIELD_64).putShort((short) values);
    }

    if (wideSize) {
      header.putLong(entry.size()).putLong(entry.size());
    }

    if (wideOffset) {
      header.putLong(entry.offset());
    }

    return header.rewind();
  }

  private ByteBuffer end(long directory, long size) {
    boolean wideEntries = entries.size() >= limits.entries();
    boolean wideSize = size >= limits.bytes();
    boolean wideOffset = directory >= limits.bytes();
    boolean wide = wideEntries || wideSize || wideOffset;
    ByteBuffer end = allocate(wide ? 56 + 20 + 22 : 22);
    if (wide) {
      end.putInt(0x06064b50).putLong(44).putShort(VERSION_64).putShort(VERSION_64);
      end.putInt(0).putInt(0).putLong(entries.size()).putLong(entries.size());
      end.putLong(size).putLong(directory);
      end.putInt(0x07064b50).putInt(0).putLong(directory + size).putInt(1); // the locator
    }

    short count = (short) (wideEntries ? SEE_FIELD_64 : entries.size());
    end.putInt(0x06054b50).putInt(0).putShort(count).putShort(count);
    end.putInt(wideSize ? SEE_FIELD_64 : (int) size);
    end.putInt(wideOffset ? SEE_FIELD_64 : (int) directory).putShort((short) 0);
    return end.rewind();
  }

  /** The fields that local and central headers share, from "version needed" to "extra length". */
  private static void common(
      ByteBuffer header, int crc, long size, int name, int extra, boolean wide) {
    int shown = wide ? SEE_FIELD_64 : (int) size;
    header.putShort(wide ? VERSION_64 : VERSION).putShort((short) 0).putShort((short) 0);
    header.putShort((short) 0).putShort(DATE_1980_01_01).putInt(crc);
    header.putInt(shown).putInt(shown).putShort((short) name).putShort((short) extra);
  }

  private static ByteBuffer allocate(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void writeFully(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
