package org.touchstone.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;
import org.touchstone.artifact.InputPaths;

/**
 * Cuts large files of lines into parts for several tasks. Compressed files, arrays, cells with line
 * ends and Parquet stay whole: in them no byte tells where a record begins.
 */
final class FileParts {

  private static final int BUFFER_BYTES = 1 << 18;

  private FileParts() {}

  /**
   * Returns the parts of all files, in their order. The line ends of files with several parts are
   * counted on the executors, so that records keep their line numbers.
   *
   * @param files paths
   * @param bytes the size of a part; the last one of a file has what is left
   */
  static List<FilePart> of(JavaSparkContext context, List<String> files, long bytes) {
    SerializableConfiguration configuration =
        new SerializableConfiguration(context.hadoopConfiguration());
    List<FilePart> parts = new ArrayList<>();
    for (String file : files) {
      parts.addAll(cut(file, bytes, configuration.value()));
    }

    List<FilePart> cut = parts.stream().filter(part -> part.end() < Long.MAX_VALUE).toList();
    if (cut.isEmpty()) {
      return parts;
    }

    Function<FilePart, Long> count = part -> lineEnds(part, configuration.value());
    List<Long> lines = context.parallelize(cut, cut.size()).map(count).collect();
    return numbered(parts, lines);
  }

  /** All parts but the last of a file have an end. */
  private static List<FilePart> cut(String file, long bytes, Configuration configuration) {
    Path path = new Path(file);
    boolean lines =
        Container.of(path.getName()).orElseThrow() == Container.JSON_LINES
            && Compression.of(path.getName()) == Compression.NONE;
    List<FilePart> parts = new ArrayList<>();
    long start = 0;
    long length = lines ? length(path, configuration) : 0;
    while (length - start > bytes) {
      parts.add(new FilePart(file, start, start + bytes, 0));
      start += bytes;
    }

    parts.add(new FilePart(file, start, Long.MAX_VALUE, 0));
    return parts;
  }

  private static List<FilePart> numbered(List<FilePart> parts, List<Long> lines) {
    List<FilePart> numbered = new ArrayList<>(parts.size());
    long before = 0;
    int counted = 0;
    for (FilePart part : parts) {
      before = part.start() == 0 ? 0 : before;
      numbered.add(part.behind(before));
      if (part.end() < Long.MAX_VALUE) {
        before += lines.get(counted);
        counted++;
      }
    }

    return numbered;
  }

  private static long length(Path path, Configuration configuration) {
    try {
      return InputPaths.fileSystem(path, configuration).getFileStatus(path).getLen();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot ingest %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static long lineEnds(FilePart part, Configuration configuration) throws IOException {
    Path path = new Path(part.file());
    try (FSDataInputStream in = InputPaths.fileSystem(path, configuration).open(path)) {
      in.seek(part.start());
      return lineEnds(in, part.end() - part.start());
    }
  }

  private static long lineEnds(InputStream in, long bytes) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long found = 0;
    long left = bytes;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        return found; // the file became shorter; whoever reads it will say so
      }

      for (int i = 0; i < read; i++) {
        found += buffer[i] == '\n' ? 1 : 0;
      }

      left -= read;
    }

    return found;
  }
}
