package org.touchstone.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells by a file's first bytes that it does not hold what its name says, so that a person reads
 * what it is instead of a refusal of every line.
 */
final class Signature {

  private static final int BYTES = 512;

  private static final String POINTER = "version https://git-lfs";

  /** First bytes that no text in UTF-8 has, and no comparison. */
  private enum Magic {
    GZIP("gzip", 0x1F, 0x8B),
    ZSTD("Zstandard", 0x28, 0xB5, 0x2F, 0xFD),
    BZIP2("bzip2", 'B', 'Z', 'h'),
    ZIP("a zip archive", 'P', 'K', 3, 4),
    XZ("xz", 0xFD, '7', 'z', 'X', 'Z'),
    PARQUET("Parquet", 'P', 'A', 'R', '1'),
    ARROW("Arrow", 'A', 'R', 'R', 'O', 'W', '1'),
    PDF("PDF", '%', 'P', 'D', 'F', '-');

    private final String words;
    private final int[] bytes;

    Magic(String words, int... bytes) {
      this.words = words;
      this.bytes = bytes;
    }

    boolean begins(byte[] file) {
      for (int i = 0; i < bytes.length; i++) {
        if (i >= file.length || (file[i] & 0xFF) != bytes[i]) {
          return false;
        }
      }

      return true;
    }
  }

  private Signature() {}

  /**
   * Refuses a file that is something else than its ending says.
   *
   * @throws UnreadableFileException with what it is
   */
  static void check(SourceFile file, Container container) {
    try {
      byte[] raw = file.firstBytes(BYTES);
      Compression compression = Compression.of(file.path().getName());
      Magic expected = expected(container, compression);
      String why = pointerOrPage(raw);
      if (container == Container.PARQUET && raw.length == 0) {
        why = "it is empty, which no Parquet file is";
      }

      if (why == null && raw.length > 0 && (expected == null || !expected.begins(raw))) {
        why = foreign(raw, expected);
      }

      if (why == null && expected != null && container != Container.PARQUET) {
        byte[] inner = inner(file);
        why = pointerOrPage(inner);
        why = why == null ? foreign(inner, null) : why;
      }

      if (why != null) {
        throw file.broken(why);
      }
    } catch (IOException e) {
      throw file.unreadable(e, 0);
    }
  }

  private static byte[] inner(SourceFile file) throws IOException {
    try (InputStream in = file.open()) {
      return in.readNBytes(BYTES);
    }
  }

  private static @Nullable Magic expected(Container container, Compression compression) {
    return switch (compression) {
      case GZIP -> Magic.GZIP;
      case ZSTD -> Magic.ZSTD;
      case BZIP2 -> Magic.BZIP2;
      case NONE -> container == Container.PARQUET ? Magic.PARQUET : null;
    };
  }

  private static @Nullable String pointerOrPage(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    if (text.startsWith(POINTER)) {
      return "it is a pointer of Git LFS, not the data; fetch the data with git lfs pull";
    }

    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("<!doctype html") || lower.startsWith("<html")
        ? "it is an HTML page, not data; check the address that it was downloaded from"
        : null;
  }

  /** What is wrong with bytes that do not begin as expected; null if nothing is known to be. */
  private static @Nullable String foreign(byte[] bytes, @Nullable Magic expected) {
    String is =
        Arrays.stream(Magic.values())
            .filter(magic -> magic.begins(bytes))
            .map(magic -> magic.words)
            .findFirst()
            .orElse(null);
    if (is == null && expected == Magic.PARQUET && startsWith(bytes, "PARE")) {
      return "its footer is encrypted; write it without encryption";
    } else if (expected == Magic.ZSTD && is == null) {
      return null; // frames that may be skipped come first, as in files for several threads
    } else if (expected != null) {
      return is == null
          ? "its name says %s, which it is not".formatted(expected.words)
          : "its name says %s, but it is %s".formatted(expected.words, is);
    } else if (is != null) {
      return "it is %s, not text; unpack it, or give it the ending of what it is".formatted(is);
    }

    String encoding = encoding(bytes);
    return encoding == null
        ? null
        : "its text is %s, must be UTF-8; convert it, as with iconv -f %s -t UTF-8"
            .formatted(encoding, encoding);
  }

  /** UTF-16 or UTF-32 by a byte order mark, or by the zero bytes of letters; null for neither. */
  private static @Nullable String encoding(byte[] bytes) {
    if (bytes.length < 4) {
      return null;
    }

    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    boolean littleEndian = first == 0xFF && second == 0xFE;
    boolean wide = bytes[2] == 0 && bytes[3] == 0;
    if (littleEndian || first == 0xFE && second == 0xFF) {
      return littleEndian && wide ? "UTF-32" : "UTF-16";
    } else if (first != 0 && second == 0) {
      return wide ? "UTF-32LE" : "UTF-16LE";
    } else if (first == 0 && second != 0) {
      return "UTF-16BE";
    }

    return first == 0 && second == 0 && bytes[2] == 0 && bytes[3] != 0 ? "UTF-32BE" : null;
  }

  private static boolean startsWith(byte[] bytes, String text) {
    return new String(bytes, StandardCharsets.ISO_8859_1).startsWith(text);
  }
}
