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
 *
 * <p>Source: PKWARE APPNOTE 6.3; the padding field "FB" is that of PyTorch's own writer
 * (caffe2/serialize/inline_container.cc).
 */
final class StoredZip implements Closeable {

  private static final int ALIGNMENT = 64;
  private static final int LOCAL_HEADER = 30;
  private static final int CRC_AT = 14;
  private static final short NEEDS_VERSION = 20;
  private static final short DATE_1980_01_01 = 0x21;
  private static final short PADDING_FIELD = 0x4246; // "FB"
  private static final long MAX_SIZE = 0xFFFFFFFFL;

  /** Writes the content of an entry. */
  interface Content {
    void writeTo(Sink sink) throws IOException;
  }

  /** Where the content goes. */
  interface Sink {
    void write(ByteBuffer bytes) throws IOException;
  }

  private record Entry(byte[] name, long offset, long size, int crc) {}

  private final FileChannel channel;
  private final List<Entry> entries = new ArrayList<>();

  StoredZip(Path file) throws IOException {
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
  }

  void add(String name, byte[] content) throws IOException {
    add(name, sink -> sink.write(ByteBuffer.wrap(content)));
  }

  /** Adds an entry in one pass; the checksum and size are filled in when its content is known. */
  void add(String name, Content content) throws IOException {
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    long start = channel.position();
    int unpadded = LOCAL_HEADER + utf8.length + 4;
    int padding = (int) Math.floorMod(-(start + unpadded), (long) ALIGNMENT);
    ByteBuffer header = allocate(unpadded + padding);
    header.putInt(0x04034b50);
    common(header, 0, 0, utf8.length, padding + 4);
    header.put(utf8).putShort(PADDING_FIELD).putShort((short) padding);
    writeFully(header.rewind());

    CRC32 crc = new CRC32();
    long from = channel.position();
    content.writeTo(
        bytes -> {
          crc.update(bytes.duplicate());
          writeFully(bytes);
        });
    long size = channel.position() - from;
    if (channel.position() > MAX_SIZE) {
      throw new IOException(
          "Cannot write archive entry %s: the file grows to %d bytes, at most %d are supported"
              .formatted(name, channel.position(), MAX_SIZE));
    }

    Entry entry = new Entry(utf8, start, size, (int) crc.getValue());
    ByteBuffer patch = allocate(12).putInt(entry.crc()).putInt((int) size).putInt((int) size);
    channel.write(patch.rewind(), start + CRC_AT);
    entries.add(entry);
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      long directory = channel.position();
      for (Entry entry : entries) {
        ByteBuffer header = allocate(46 + entry.name().length);
        header.putInt(0x02014b50).putShort(NEEDS_VERSION);
        common(header, entry.crc(), entry.size(), entry.name().length, 0);
        header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
        header.putInt((int) entry.offset()).put(entry.name());
        writeFully(header.rewind());
      }

      long size = channel.position() - directory;
      ByteBuffer end = allocate(22);
      end.putInt(0x06054b50).putInt(0);
      end.putShort((short) entries.size()).putShort((short) entries.size());
      end.putInt((int) size).putInt((int) directory).putShort((short) 0);
      writeFully(end.rewind());
    }
  }

  /** The fields that local and central headers share, from "version needed" to "extra length". */
  private static void common(ByteBuffer header, int crc, long size, int name, int extra) {
    header.putShort(NEEDS_VERSION).putShort((short) 0).putShort((short) 0);
    header.putShort((short) 0).putShort(DATE_1980_01_01).putInt(crc);
    header.putInt((int) size).putInt((int) size).putShort((short) name).putShort((short) extra);
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
