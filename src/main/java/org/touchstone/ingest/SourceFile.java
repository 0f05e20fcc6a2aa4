package org.touchstone.ingest;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.Seekable;
import org.touchstone.artifact.InputPaths;

/**
 * The bytes of one file, decompressed as its ending says, with errors that name it.
 *
 * <p>Decompressors are the JDK's, Spark's own zstd-jni and commons-compress: Hadoop's need native
 * libraries. Streams that follow one another in a file, as parallel compressors write them, are all
 * read.
 */
final class SourceFile {

  private static final int BUFFER_BYTES = 1 << 18;

  /** What zstd-jni says of damage, whose exception's class differs between its versions. */
  private static final Pattern ZSTD_DAMAGE =
      Pattern.compile("(?i)decompression error|truncated source|corrupt|unknown frame");

  /** What commons-compress says of damage, in plain IOExceptions. */
  private static final Pattern BZIP2_DAMAGE =
      Pattern.compile("(?i)bzip2|unexpected end of stream|bad block|crc error|overrun");

  private final String file;
  private final Configuration configuration;

  SourceFile(String file, Configuration configuration) {
    this.file = file;
    this.configuration = configuration;
  }

  String name() {
    return file;
  }

  Path path() {
    return new Path(file);
  }

  Configuration configuration() {
    return configuration;
  }

  FileSystem fileSystem() throws IOException {
    return InputPaths.fileSystem(path(), configuration);
  }

  long length() throws IOException {
    return fileSystem().getFileStatus(path()).getLen();
  }

  /** Returns the first bytes as they lie on the disk, compressed or not. */
  byte[] firstBytes(int count) throws IOException {
    try (InputStream raw = fileSystem().open(path())) {
      return raw.readNBytes(count);
    }
  }

  /** Opens the file; whatever compresses it is taken off. */
  InputStream open() throws IOException {
    Path path = path();
    FileSystem fileSystem = fileSystem();
    Compression compression = Compression.of(path.getName());
    if (compression != Compression.NONE && fileSystem.getFileStatus(path).getLen() == 0) {
      throw new EOFException("it is empty");
    }

    InputStream raw = fileSystem.open(path);
    try {
      return decompressed(raw, compression);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** Opens a file that is not compressed at one of its bytes. */
  InputStream open(long byteNumber) throws IOException {
    InputStream stream = open();
    if (byteNumber > 0) {
      ((Seekable) stream).seek(byteNumber);
    }

    return stream;
  }

  private static InputStream decompressed(InputStream raw, Compression compression)
      throws IOException {
    return switch (compression) {
      case NONE -> raw;
      case GZIP -> new GZIPInputStream(new Announced(raw), BUFFER_BYTES);
      case ZSTD -> new ZstdInputStream(raw);
      case BZIP2 ->
          new BZip2CompressorInputStream(new BufferedInputStream(raw, BUFFER_BYTES), true);
    };
  }

  /** Says what is wrong with the file, and after which record. */
  UnreadableFileException unreadable(Exception cause, long line) {
    boolean damaged =
        cause instanceof EOFException
            || cause instanceof ZipException
            || damage().matcher(String.valueOf(cause.getMessage())).find();
    String why = "it cannot be read";
    if (damaged) {
      why =
          switch (Compression.of(path().getName())) {
            case NONE -> "it is damaged or cut off";
            case GZIP -> "its gzip stream is damaged or cut off";
            case ZSTD -> "its zstd stream is damaged or cut off";
            case BZIP2 -> "its bzip2 stream is damaged or cut off";
          };
    }

    return new UnreadableFileException(
        "Cannot ingest %s: %s after line %d (%s)".formatted(file, why, line, cause.getMessage()),
        cause);
  }

  private Pattern damage() {
    return Compression.of(path().getName()) == Compression.BZIP2 ? BZIP2_DAMAGE : ZSTD_DAMAGE;
  }

  /** Says that a Parquet file is damaged, and after which row. */
  UnreadableFileException unreadableTable(Exception cause, long row) {
    return new UnreadableFileException(
        "Cannot ingest %s: its Parquet data is damaged or cut off after row %d (%s)"
            .formatted(file, row, cause.getMessage()),
        cause);
  }

  /** Says that the file is broken in a way that leaves its records unknown. */
  UnreadableFileException broken(String why) {
    return new UnreadableFileException(
        "Cannot ingest %s: %s".formatted(file, why), new IOException(why));
  }

  /**
   * Says by {@code available} whether there is a byte, as object stores may not: the JDK's gzip
   * takes a 0 for the end and would drop the members that follow in silence.
   */
  private static final class Announced extends FilterInputStream {

    Announced(InputStream in) {
      super(new PushbackInputStream(in, 1));
    }

    @Override
    public int available() throws IOException {
      int next = in.read();
      if (next < 0) {
        return 0;
      }

      ((PushbackInputStream) in).unread(next);
      return Math.max(1, in.available());
    }
  }
}
