package org.touchstone.ingest;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.touchstone.artifact.InputPaths;

/**
 * Finds the files that input paths name, on any Hadoop file system, and says which of those in
 * folders it skips.
 */
final class InputFiles {

  private static final int SHOWN = 3;

  /** What writers of many files append to the name of the whole. */
  private static final Pattern SHARD = Pattern.compile("-\\d+-of-\\d+$");

  private final Configuration configuration;
  private final Set<Path> files = new LinkedHashSet<>();
  private final Map<String, SkippedFile> skipped = new TreeMap<>();
  private long readable;

  private InputFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * Returns the files to read, ordered by name and then by path, so that the order of the inputs
   * does not matter, and those that are skipped: hidden ones, and ones whose names do not say what
   * they hold.
   */
  static FoundFiles list(List<String> inputs, Configuration configuration) {
    InputFiles found = new InputFiles(configuration);
    for (String input : inputs) {
      try {
        found.add(input);
      } catch (FileNotFoundException e) {
        throw new IllegalArgumentException(
            "Cannot ingest %s: there is no such file or folder".formatted(input), e);
      } catch (IOException e) {
        String said = String.valueOf(e.getMessage());
        throw new UncheckedIOException(
            said.startsWith("Cannot ") ? said : "Cannot ingest %s: %s".formatted(input, said), e);
      }
    }

    List<Path> ordered = new ArrayList<>(found.files);
    ordered.sort(Comparator.comparing(Path::getName).thenComparing(Path::toString));
    return new FoundFiles(
        ordered.stream().map(Path::toString).toList(), List.copyOf(found.skipped.values()));
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
    List<String> files = list(List.of(input), configuration).files();
    if (files.size() != 1) {
      throw new IllegalArgumentException(
          "Cannot look up records in %s: found %d files, must be 1".formatted(input, files.size()));
    }

    return files.get(0);
  }

  private void add(String input) throws IOException {
    Path path = InputPaths.path(input);
    List<FileStatus> roots = InputPaths.roots(input, configuration);
    boolean named = roots.size() == 1 && roots.get(0).getPath().getName().equals(path.getName());
    long before = readable;
    for (FileStatus root : roots) {
      if (named && root.isFile() && !isReadable(root.getPath())) {
        throw new IllegalArgumentException(
            "Cannot ingest %s: its name must end with one of %s, or these and one of %s"
                .formatted(root.getPath(), Container.allEndings(), Compression.allEndings()));
      } else if (root.isDirectory()) {
        addFrom(root.getPath());
      } else {
        addFile(root.getPath());
      }
    }

    if (readable == before) {
      throw new IllegalArgumentException(
          "Cannot ingest %s %s: no file in it ends with one of %s, or these and one of %s%s"
              .formatted(
                  named ? "folder" : "files",
                  named ? roots.get(0).getPath() : input,
                  Container.allEndings(),
                  Compression.allEndings(),
                  found()));
    }
  }

  private String found() {
    return skipped.isEmpty()
        ? ""
        : "; found "
            + skipped.values().stream()
                .limit(SHOWN)
                .map(SkippedFile::words)
                .collect(Collectors.joining(", "));
  }

  /** Adds the files of a folder and of those in it. */
  private void addFrom(Path folder) throws IOException {
    for (FileStatus status : InputPaths.list(folder, configuration)) {
      Path path = status.getPath();
      if (!status.isDirectory()) {
        addFile(path);
      } else if (isHidden(path)) {
        skip(path, SkippedFile.HIDDEN_FOLDER);
      } else {
        addFrom(path);
      }
    }
  }

  private void addFile(Path file) {
    if (isReadable(file)) {
      files.add(file);
      readable++; // a file that two inputs name is read once
    } else {
      skip(file, isHidden(file) ? SkippedFile.HIDDEN : SkippedFile.UNKNOWN_ENDING);
    }
  }

  private void skip(Path path, String reason) {
    skipped.put(path.toString(), new SkippedFile(path.toString(), reason));
  }

  private static boolean isReadable(Path file) {
    return !isHidden(file) && Container.of(file.getName()).isPresent();
  }

  private static boolean isHidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }
}
