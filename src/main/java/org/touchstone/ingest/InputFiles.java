package org.touchstone.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files that input paths name, on any Hadoop file system. */
final class InputFiles {

  private static final List<String> EXTENSIONS = List.of(".jsonl", ".json");
  private static final String GZIP = ".gz";

  private InputFiles() {}

  /**
   * Returns the files to read, ordered by name and then by path, so that the order of the inputs
   * does not matter.
   */
  static List<String> list(List<String> inputs, Configuration configuration) {
    Set<Path> files = new LinkedHashSet<>();
    for (String input : inputs) {
      try {
        files.addAll(files(input, configuration));
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot ingest %s: %s".formatted(input, e.getMessage()), e);
      }
    }

    List<Path> ordered = new ArrayList<>(files);
    ordered.sort(Comparator.comparing(Path::getName).thenComparing(Path::toString));
    return ordered.stream().map(Path::toString).toList();
  }

  /** Returns a file's name without its extensions. */
  static String stem(String file) {
    String name = new Path(file).getName();
    int dot = name.indexOf('.', 1);
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static List<Path> files(String input, Configuration configuration) throws IOException {
    Path path = new Path(input);
    FileSystem fileSystem = path.getFileSystem(configuration);
    FileStatus[] found =
        fileSystem.exists(path)
            ? new FileStatus[] {fileSystem.getFileStatus(path)}
            : fileSystem.globStatus(path);
    if (found == null || found.length == 0) {
      throw new IllegalArgumentException(
          "Cannot ingest %s: there is no such file or folder".formatted(input));
    }

    List<Path> files = new ArrayList<>();
    for (FileStatus status : found) {
      if (status.isDirectory()) {
        files.addAll(inFolder(status.getPath(), fileSystem));
      } else if (isReadable(status.getPath())) {
        files.add(status.getPath());
      } else {
        throw new IllegalArgumentException(
            "Cannot ingest %s: its name must end with one of %s, or these and %s"
                .formatted(status.getPath(), EXTENSIONS, GZIP));
      }
    }

    return files;
  }

  private static List<Path> inFolder(Path folder, FileSystem fileSystem) throws IOException {
    List<Path> files = new ArrayList<>();
    for (FileStatus status : fileSystem.listStatus(folder)) {
      if (status.isFile() && isReadable(status.getPath())) {
        files.add(status.getPath());
      }
    }

    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot ingest folder %s: no file in it ends with one of %s, or these and %s"
              .formatted(folder, EXTENSIONS, GZIP));
    }

    return files;
  }

  private static boolean isReadable(Path file) {
    String name = file.getName();
    String plain = name.endsWith(GZIP) ? name.substring(0, name.length() - GZIP.length()) : name;
    return !name.startsWith(".")
        && !name.startsWith("_")
        && EXTENSIONS.stream().anyMatch(plain::endsWith);
  }
}
