package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoredZipTest {

  private static final int LOCAL = 0x04034b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({"4294967295, 65535", "0, 0", "10, 65535", "200, 65535", "4294967295, 3", "100000, 2"})
  void isReadByTheJdkWhateverNeedsZip64(long bytes, int entries) throws IOException {
    Path file = directory.resolve("a.zip");
    write(file, new StoredZip.Limits(bytes, entries));
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> found = Collections.list(zip.entries());
      assertThat(found).extracting(ZipEntry::getName).containsExactly("a/1", "a/empty", "a/long");
      assertThat(found).extracting(ZipEntry::getSize).containsExactly(5L, 0L, 100_000L);
      for (ZipEntry entry : found) {
        try (InputStream stream = zip.getInputStream(entry)) {
          assertThat(stream.readAllBytes()).isEqualTo(content((int) entry.getSize()));
        }
      }
    }

    try (ZipInputStream stream = new ZipInputStream(Files.newInputStream(file))) {
      for (int size : new int[] {5, 0, 100_000}) {
        assertThat(stream.getNextEntry()).isNotNull();
        assertThat(stream.readAllBytes()).isEqualTo(content(size));
      }
    }
  }

  @Test
  void alignsContentAndPointsTheLocatorToTheEndRecord() throws IOException {
    Path file = directory.resolve("a.zip");
    write(file, new StoredZip.Limits(0, 0));
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.getInt(0)).isEqualTo(LOCAL);
    int content = 30 + bytes.getShort(26) + bytes.getShort(28);
    assertThat(content % 64).isZero();
    assertThat(bytes.slice(content, 5)).isEqualTo(ByteBuffer.wrap(content(5)));
    int locator = bytes.limit() - 22 - 20;
    assertThat(bytes.getInt(locator)).isEqualTo(LOCATOR_64);
    long end = bytes.getLong(locator + 8);
    assertThat(end).isEqualTo(locator - 56);
    assertThat(bytes.getInt((int) end)).isEqualTo(END_64);
    assertThat(bytes.getLong((int) end + 24)).isEqualTo(3);
    assertThat(bytes.getLong((int) end + 40) + bytes.getLong((int) end + 48)).isEqualTo(end);
  }

  @Test
  void writesSmallArchivesAsItAlwaysDid() throws IOException {
    Path file = directory.resolve("a.zip");
    write(file, StoredZip.Limits.FORMAT);
    CRC32 crc = new CRC32();
    crc.update(Files.readAllBytes(file));
    assertThat(crc.getValue()).isEqualTo(0xF037127CL); // of the first version, before zip64
  }

  @Test
  void holdsMoreThan65535Entries() throws IOException {
    Path file = directory.resolve("many.zip");
    try (StoredZip zip = new StoredZip(file)) {
      for (int i = 0; i < 70_000; i++) {
        zip.add("d/" + i, new byte[0]);
      }
    }

    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.size()).isEqualTo(70_000);
    }
  }

  @Test
  void refusesContentOfAnotherLengthThanAnnounced() throws IOException {
    try (StoredZip zip = new StoredZip(directory.resolve("a.zip"))) {
      assertThatThrownBy(() -> zip.add("x", 3, sink -> sink.write(ByteBuffer.allocate(2))))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "Cannot write archive entry x: found 2 bytes of content, needed are the 3 announced");
    }
  }

  private static void write(Path file, StoredZip.Limits limits) throws IOException {
    try (StoredZip zip = new StoredZip(file, limits)) {
      zip.add("a/1", content(5));
      zip.add("a/empty", content(0));
      zip.add("a/long", 100_000, sink -> sink.write(ByteBuffer.wrap(content(100_000))));
    }
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 31);
    }

    return content;
  }
}
