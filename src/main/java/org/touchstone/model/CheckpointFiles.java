package org.touchstone.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** The files of a model directory, on a local disk or on any Hadoop file system. */
final class CheckpointFiles {

  static final String WHOLE = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";

  private static final Set<String> PICKLES = Set.of("bin", "pt", "pth", "ckpt", "pkl", "pickle");

  /** Opens files of the directory by name. */
  private interface Opener {
    SafetensorsFile open(String file) throws IOException;
  }

  /** Reads files of the directory by name. */
  private interface Reader {
    InputStream read(String file) throws IOException;
  }

  private final String name;
  private final Set<String> files;
  private final Opener opener;
  private final Reader reader;

  private CheckpointFiles(String name, Set<String> files, Opener opener, Reader reader)
      throws IOException {
    this.name = name;
    this.files = files;
    this.opener = opener;
    this.reader = reader;
    if (!has(WHOLE) && !has(INDEX)) {
      throw refusal(reason());
    }
  }

  static CheckpointFiles of(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException(
          "Cannot open checkpoint %s: there is no such directory".formatted(directory));
    }

    try (Stream<Path> paths = Files.list(directory)) {
      Set<String> files =
          paths
              .filter(Files::isRegularFile)
              .map(path -> String.valueOf(path.getFileName()))
              .collect(Collectors.toCollection(TreeSet::new));
      return new CheckpointFiles(
          directory.toString(),
          files,
          file -> SafetensorsFile.open(directory.resolve(file)),
          file -> Files.newInputStream(directory.resolve(file)));
    }
  }

  static CheckpointFiles of(FileSystem fileSystem, org.apache.hadoop.fs.Path directory)
      throws IOException {
    Set<String> files =
        Arrays.stream(fileSystem.listStatus(directory))
            .filter(FileStatus::isFile)
            .map(status -> status.getPath().getName())
            .collect(Collectors.toCollection(TreeSet::new));
    return new CheckpointFiles(
        directory.toString(),
        files,
        file -> SafetensorsFile.open(fileSystem, new org.apache.hadoop.fs.Path(directory, file)),
        file -> fileSystem.open(new org.apache.hadoop.fs.Path(directory, file)));
  }

  /** Returns the directory as the caller named it. */
  String name() {
    return name;
  }

  boolean has(String file) {
    return files.contains(file);
  }

  SafetensorsFile open(String file) throws IOException {
    return opener.open(file);
  }

  InputStream read(String file) throws IOException {
    return reader.read(file);
  }

  /** Words a refusal of the whole directory. */
  IOException refusal(String reason) {
    return new IOException("Cannot open checkpoint %s: %s".formatted(name, reason));
  }

  private String reason() {
    Set<String> pickles =
        files.stream()
            .filter(file -> PICKLES.contains(file.substring(file.lastIndexOf('.') + 1)))
            .collect(Collectors.toCollection(TreeSet::new));
    return pickles.isEmpty()
        ? "found neither %s nor %s, needed is one of them".formatted(WHOLE, INDEX)
        : "found only %s, and pickle files run code when they are opened; allowed is safetensors%s"
            .formatted(
                String.join(", ", pickles),
                pickles.contains(LoadedProgram.FILE)
                    ? ", or a TorchScript %s that program-digest names"
                        .formatted(LoadedProgram.FILE)
                    : "");
  }
}
