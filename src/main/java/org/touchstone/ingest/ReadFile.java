package org.touchstone.ingest;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.util.LineReader;

/**
 * The lines of one file with their numbers, from 1; lines that are blank are counted and skipped.
 */
final class ReadFile implements Iterator<ReadFile.Line>, AutoCloseable {

  private static final byte[] LINE_END = "\n".getBytes(StandardCharsets.US_ASCII);
  private static final int BUFFER_BYTES = 1 << 18;

  private final String file;
  private final int maxLineBytes;
  private final LineReader lines;
  private final Text text = new Text();
  private long number;
  private @org.jspecify.annotations.Nullable Line next;

  /**
   * A line.
   *
   * @param number from 1
   * @param bytes its bytes without the line end, cut to the limit
   * @param length its full length in bytes
   */
  record Line(long number, byte[] bytes, long length) {}

  ReadFile(String file, Configuration configuration, int maxLineBytes) {
    this.file = file;
    this.maxLineBytes = maxLineBytes;
    try {
      Path path = new Path(file);
      InputStream raw = path.getFileSystem(configuration).open(path);
      InputStream plain = file.endsWith(".gz") ? new GZIPInputStream(raw, BUFFER_BYTES) : raw;
      this.lines = new LineReader(plain, BUFFER_BYTES, LINE_END);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null) {
      Line line = read();
      if (line == null) {
        return false;
      }

      next = isBlank(line) ? null : line;
    }

    return true;
  }

  @Override
  public Line next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no line after %d of %s".formatted(number, file));
    }

    Line line = next;
    next = null;
    return java.util.Objects.requireNonNull(line);
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private @org.jspecify.annotations.Nullable Line read() {
    try {
      int consumed = lines.readLine(text, maxLineBytes, Integer.MAX_VALUE);
      if (consumed == 0) {
        return null;
      }

      number++;
      return new Line(number, text.copyBytes(), consumed - 1L);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static boolean isBlank(Line line) {
    for (byte value : line.bytes()) {
      if (value != ' ' && value != '\t' && value != '\r') {
        return false;
      }
    }

    return true;
  }

  private UnreadableFileException unreadable(IOException cause) {
    boolean broken = cause instanceof EOFException || cause instanceof ZipException;
    String why = broken ? "its gzip stream is damaged or cut off" : "it cannot be read";
    return new UnreadableFileException(
        "Cannot ingest %s: %s after line %d (%s)".formatted(file, why, number, cause.getMessage()),
        cause);
  }
}
