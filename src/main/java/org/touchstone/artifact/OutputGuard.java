package org.touchstone.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Refuses an output folder that overlaps with what a job reads, or with another output. */
public final class OutputGuard {

  private static final String MODEL = "touchstone.json";

  /** A manifest starts with its format; more of it is not needed to tell whose it is. */
  private static final int HEAD_BYTES = 4096;

  private OutputGuard() {}

  /**
   * Refuses an output that is an input, lies inside one, or has one inside.
   *
   * @param configuration finds the file systems
   * @param output folder that a job is to write
   * @param inputs everything that it reads: files, folders and globs
   * @throws ArtifactException if they overlap; the message names both
   * @throws IOException if a file system fails
   */
  public static void requireApart(Configuration configuration, Path output, List<String> inputs)
      throws IOException {
    Location place = Location.of(configuration, output);
    for (String input : inputs) {
      for (Path read : matches(configuration, input)) {
        Location source = Location.of(configuration, read);
        if (source.holds(place) || place.holds(source)) {
          String relation =
              source.equals(place) ? "it is" : source.holds(place) ? "it lies inside" : "it holds";
          throw new ArtifactException(
              "Cannot write %s: %s the input %s; choose an output apart from everything that the job reads"
                  .formatted(output, relation, read));
        }
      }
    }
  }

  /**
   * Refuses an output below another output, finished or being written, or below a model.
   *
   * @param configuration finds the file system
   * @param output folder that a job is to write
   * @throws ArtifactException if a folder above it is one; the message names that folder
   * @throws IOException if the file system fails
   */
  public static void requireOutside(Configuration configuration, Path output) throws IOException {
    Location place = Location.of(configuration, output);
    FileSystem files = output.getFileSystem(configuration);
    requireOutside(files, files.makeQualified(output), output);
    if ("file://".equals(place.store())) {
      requireOutside(files, new Path("file", "", place.path() + '/'), output); // links followed
    }
  }

  private static void requireOutside(FileSystem files, Path place, Path output) throws IOException {
    for (Path above = place.getParent(); above != null; above = above.getParent()) {
      if (isOutput(files, above)
          || files.exists(new Path(above, MODEL))
          || files.exists(new Path(above, OutputLock.FOLDER))) {
        throw new ArtifactException(
            "Cannot write %s: it lies inside %s, which is the output of a job or a model; choose an output outside of it"
                .formatted(output, above));
      }
    }
  }

  /**
   * Tells whether a folder holds a manifest of a job.
   *
   * @param configuration finds the file system
   * @param folder any folder; it need not exist
   * @return whether it does
   * @throws IOException if the file system fails
   */
  public static boolean isOutput(Configuration configuration, Path folder) throws IOException {
    return isOutput(folder.getFileSystem(configuration), folder);
  }

  /**
   * Tells whether a folder holds an output of a job, finished, or as a killed run left it. A folder
   * of somebody else may well have a folder {@code data}: downloaded datasets have.
   *
   * @param configuration finds the file system
   * @param folder any folder; it need not exist
   * @return whether it does
   * @throws IOException if the file system fails
   */
  public static boolean isOutputOrUnfinished(Configuration configuration, Path folder)
      throws IOException {
    FileSystem files = folder.getFileSystem(configuration);
    return isOutput(files, folder) || new OwnFiles(files, folder).holdUnfinishedWork();
  }

  private static boolean isOutput(FileSystem files, Path folder) throws IOException {
    Path manifest = new Path(folder, JobOutput.MANIFEST);
    if (!files.exists(manifest) || files.getFileStatus(manifest).isDirectory()) {
      return false;
    }

    try (InputStream in = files.open(manifest)) {
      String head = new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
      return head.contains(Manifest.FORMAT_NAME);
    }
  }

  private static List<Path> matches(Configuration configuration, String pathOrGlob)
      throws IOException {
    Path pattern = new Path(pathOrGlob);
    FileStatus[] found = pattern.getFileSystem(configuration).globStatus(pattern);
    List<Path> matches = new ArrayList<>();
    if (found != null) {
      for (FileStatus status : found) {
        matches.add(status.getPath());
      }
    }

    if (matches.isEmpty()) {
      matches.add(pattern);
    }

    return matches;
  }
}
