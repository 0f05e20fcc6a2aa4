package org.touchstone.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Finds the files that input paths name, on any Hadoop file system. */
final class InputFiles {

  private static final List<String> COMPRESSED = List.of(".gz", ".zst", ".zstd");

  /** What writers of many files append to the name of the whole. */
  private static final Pattern SHARD = Pattern.compile("-\\d+-of-\\d+$");

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

  /**
   * Returns a file's name without its extensions, so that the files of one table have one name:
   * without the number of a shard, and for Spark's {@code part-} files the folder's name.
   */
  static String stem(String file) {
    Path path = new Path(file);
    boolean part = path.getName().startsWith("part-") && path.getParent() != null;
    String name = part ? path.getParent().getName() : path.getName();
    int dot = name.indexOf('.', 1);
    String stem = SHARD.matcher(dot < 0 ? name : name.substring(0, dot)).replaceFirst("");
    return stem.isEmpty() ? "unnamed" : stem;
  }

  /** Returns the only file that a path names. */
  static String only(String input, Configuration configuration) {
    List<String> files = list(List.of(input), configuration);
    if (files.size() != 1) {
      throw new IllegalArgumentException(
          "Cannot look up records in %s: found %d files, must be 1".formatted(input, files.size()));
    }

    return files.get(0);
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
            "Cannot ingest %s: its name must end with one of %s, or these and one of %s"
                .formatted(status.getPath(), Container.allEndings(), COMPRESSED));
      }
    }

    return files;
  }

  private static List<Path> inFolder(Path folder, FileSystem fileSystem) throws IOException {
    List<Path> files = new ArrayList<>();
    addFrom(folder, fileSystem, files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot ingest folder %s: no file in it ends with one of %s, or these and one of %s"
              .formatted(folder, Container.allEndings(), COMPRESSED));
    }

    return files;
  }

  /** Adds the readable files of a folder and of those in it, hidden ones left out. */
  private static void addFrom(Path folder, FileSystem fileSystem, List<Path> files)
      throws IOException {
    for (FileStatus status : fileSystem.listStatus(folder)) {
      if (status.isDirectory() && !isHidden(status.getPath())) {
        addFrom(status.getPath(), fileSystem, files);
      } else if (status.isFile() && isReadable(status.getPath())) {
        files.add(status.getPath());
      }
    }
  }

  private static boolean isReadable(Path file) {
    return !isHidden(file) && Container.of(file.getName()).isPresent();
  }

  private static boolean isHidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }
}
