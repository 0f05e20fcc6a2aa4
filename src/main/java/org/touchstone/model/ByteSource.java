package org.touchstone.model;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** A file that is read at positions, on a local disk or on any Hadoop file system. */
interface ByteSource extends Closeable {

  /** The most that is asked for at a time. */
  int MAX_RANGE = 16 << 20;

  /** Returns its length in bytes, as it was when it was opened. */
  long size();

  /**
   * Returns bytes of the file, little-endian, from the buffer's position to its limit.
   *
   * @param position of the first
   * @param count how many, at most {@link #MAX_RANGE}
   * @return a view that must not be written to; valid until the source is closed
   * @throws IOException if the file ends before, or cannot be read
   */
  ByteBuffer range(long position, int count) throws IOException;

  /**
   * Copies bytes of the file.
   *
   * @param position of the first
   * @param target filled from its position to its limit, at most {@link #MAX_RANGE}
   * @throws IOException if the file ends before, or cannot be read
   */
  void read(long position, ByteBuffer target) throws IOException;

  static ByteSource open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("Cannot read %s: there is no such file".formatted(file));
    }

    return LocalFile.open(file);
  }

  /** Opens a file; one that Hadoop says is on a local disk is read like any local file. */
  static ByteSource open(FileSystem fileSystem, org.apache.hadoop.fs.Path file) throws IOException {
    URI location = fileSystem.makeQualified(file).toUri();
    if ("file".equals(location.getScheme())) {
      return open(Path.of(location.getPath()));
    }

    FileStatus status = fileSystem.getFileStatus(file);
    if (!status.isFile()) {
      throw new IOException("Cannot read %s: there is no such file".formatted(file));
    }

    return new HadoopFile(fileSystem.open(file), status.getLen());
  }

  /** Checks a range that is asked for. */
  static void check(long position, int count, long size) throws IOException {
    if (position < 0 || count < 0 || count > MAX_RANGE || position > size - count) {
      throw new IOException(
          "Cannot read %d bytes at %d: the file ends at %d, and at most %d are read at a time"
              .formatted(count, position, size, MAX_RANGE));
    }
  }
}
