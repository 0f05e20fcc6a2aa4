package org.touchstone.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds files that Git LFS left as pointers: a few lines of text that stand for the content, which
 * nobody fetched.
 */
final class GitLfsPointers {

  private static final byte[] START =
      "version https://git-lfs.github.com/spec/".getBytes(StandardCharsets.US_ASCII);
  private static final Set<String> ENDINGS = Set.of("json", "safetensors", "jinja");

  private GitLfsPointers() {}

  /** Refuses a directory in which a file that a checkpoint is read from is a pointer. */
  static void refuse(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return; // whoever opens it says what is missing
    }

    List<String> pointers;
    try (Stream<Path> files = Files.list(directory)) {
      pointers =
          files
              .filter(file -> Files.isRegularFile(file) && isRead(file) && isPointer(file))
              .map(file -> String.valueOf(file.getFileName()))
              .sorted()
              .toList();
    }

    if (!pointers.isEmpty()) {
      throw new IOException(
          "Cannot open checkpoint %s: found Git LFS pointers in place of %s; fetch the files first, with git lfs pull"
              .formatted(directory, String.join(", ", pointers)));
    }
  }

  private static boolean isRead(Path file) {
    String name = String.valueOf(file.getFileName());
    return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static boolean isPointer(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return Arrays.equals(stream.readNBytes(START.length), START);
    } catch (IOException e) {
      return false; // whoever reads it says why it cannot be read
    }
  }
}
