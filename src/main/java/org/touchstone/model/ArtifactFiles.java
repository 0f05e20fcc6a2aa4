package org.touchstone.model;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The digests of an artifact's files. Each file is read once per process as long as its length, its
 * times and its place on the disk stay the same.
 */
final class ArtifactFiles {

  /**
   * A file can be written twice within one tick of the disk's clock, and then looks the same: what
   * changed this shortly before it was read is read again the next time.
   */
  private static final Duration TICK = Duration.ofSeconds(2);

  private static final Map<Path, Known> KNOWN = new ConcurrentHashMap<>();

  private ArtifactFiles() {}

  /** What a file looked like when it had a digest. */
  private record Known(State state, String digest) {}

  /** What changes when a file is written or replaced; the last two where the disk has them. */
  private record State(
      long bytes, Instant written, @Nullable Object place, @Nullable Object changed) {

    static State of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
      return new State(
          attributes.size(),
          attributes.lastModifiedTime().toInstant(),
          attributes.fileKey(),
          unix ? Files.getAttribute(file, "unix:ctime") : null);
    }
  }

  /**
   * Digests the files below a folder. Hidden files and folders are no part of an artifact (the
   * checksums of Hadoop, the notes of download tools), and neither are other artifacts inside it,
   * such as the models of folds.
   *
   * @param directory on a local disk
   * @param description name of the file that makes a folder an artifact; not digested itself
   * @return SHA-256 by name, relative to the folder
   */
  static Map<String, String> digests(Path directory, String description) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean own =
                folder.equals(directory)
                    || !(isHidden(folder) || Files.exists(folder.resolve(description)));
            return own ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String name = directory.relativize(file).toString().replace(File.separatorChar, '/');
            if (Files.isRegularFile(file) && !name.equals(description) && !isHidden(file)) {
              digests.put(name, digest(file));
            }

            return FileVisitResult.CONTINUE;
          }
        });
    return digests;
  }

  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
  }

  private static String digest(Path file) throws IOException {
    Path real = file.toRealPath();
    State state = State.of(real);
    Known known = KNOWN.get(real);
    if (known != null && known.state().equals(state)) {
      return known.digest();
    }

    Instant start = Instant.now();
    String digest = RewardModelArtifact.sha256(real);
    if (state.written().isBefore(start.minus(TICK))) {
      KNOWN.put(real, new Known(state, digest));
    }

    return digest;
  }
}
