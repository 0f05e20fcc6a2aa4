package org.touchstone.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The output of one job: {@code data/...} and whatever stands beside it, and last {@code
 * manifest.json}.
 *
 * <p>A job writes into {@link #newStaging}, a folder that readers never look into. {@link #publish}
 * then takes the old manifest away, moves the staged folders to their places, and writes the new
 * manifest. Killed at any point, the output has either its old manifest with its old data, or none,
 * and an output without a manifest does not exist for any reader. No step relies on an atomic
 * rename of folders, which object stores do not have.
 */
public final class JobOutput {

  /** Name of the file that makes an output exist. */
  public static final String MANIFEST = "manifest.json";

  /** Where a table or an artifact lies in an output. */
  public static final String DATA = "data";

  /** Work that can be taken up again lies below this, and outlives a failed run. */
  public static final String RESUMABLE = "_resume";

  private static final String STAGING_PREFIX = "_staging-";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private final FileSystem files;
  private final Path root;

  private JobOutput(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
  }

  /**
   * Names an output; nothing is read or written yet.
   *
   * @param configuration finds the file system
   * @param path the output folder on any Hadoop file system
   * @return the output
   * @throws IOException if no file system serves the path
   */
  public static JobOutput at(Configuration configuration, String path) throws IOException {
    Path root = new Path(path);
    FileSystem files = root.getFileSystem(configuration);
    return new JobOutput(files, files.makeQualified(root));
  }

  /**
   * Reads the manifest.
   *
   * @return the manifest; empty if the output does not exist
   * @throws ArtifactException if there is one that cannot be read
   * @throws IOException if the file system fails
   */
  public Optional<Manifest> manifest() throws IOException {
    try {
      return Optional.of(ManifestReader.read(JSON, manifestBytes(), manifestPath().toString()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads the manifest of an input and checks that what it names is there.
   *
   * @return the manifest
   * @throws ArtifactException if there is no manifest, or a file is missing or has another length
   * @throws IOException if the file system fails
   */
  public Manifest requireComplete() throws IOException {
    Manifest manifest =
        manifest()
            .orElseThrow(
                () ->
                    new ArtifactException(
                        ("Cannot read %s: it has no %s, so no job finished writing it; run the job"
                                + " that makes it first")
                            .formatted(root, MANIFEST)));
    for (Manifest.PublishedFile file : manifest.files()) {
      long bytes = lengthOf(new Path(root, file.path()));
      if (bytes != file.bytes()) {
        throw new ArtifactException(
            "Cannot read %s: %s has %s bytes, its manifest says %d"
                .formatted(root, file.path(), bytes < 0 ? "no" : bytes, file.bytes()));
      }
    }

    return manifest;
  }

  /**
   * Returns the digest of the manifest, which stands for everything it names.
   *
   * @return SHA-256 of the manifest's bytes
   * @throws IOException if there is none or it cannot be read
   */
  public String digest() throws IOException {
    try (InputStream in = files.open(manifestPath())) {
      return Digests.ofStream(in);
    }
  }

  /**
   * Makes an empty folder for one attempt.
   *
   * @return a folder that readers of this output never look into
   * @throws IOException if it cannot be made
   */
  public Path newStaging() throws IOException {
    Path staging = new Path(root, STAGING_PREFIX + UUID.randomUUID());
    if (!files.mkdirs(staging)) {
      throw new IOException("Cannot make folder %s".formatted(staging));
    }

    return staging;
  }

  /**
   * Returns the folder for work that a later run of the same job can take up.
   *
   * @param key of the work and of what does it, so that other settings never meet it; 16 characters
   *     or more
   * @return a folder; it may not exist yet
   */
  public Path resumable(String key) {
    return new Path(new Path(root, RESUMABLE), key.substring(0, 16));
  }

  /**
   * Replaces this output by what was staged.
   *
   * @param staging a folder of {@link #newStaging}
   * @param unfinished the manifest but for its list of files
   * @return the manifest as written
   * @throws IOException if the file system fails; the output then does not exist or is as before
   */
  public Manifest publish(Path staging, Manifest unfinished) throws IOException {
    files.delete(manifestPath(), false);
    for (FileStatus old : files.listStatus(root)) {
      if (!old.getPath().getName().startsWith("_")) {
        files.delete(old.getPath(), true);
      }
    }

    for (FileStatus staged : files.listStatus(staging)) {
      Path place = new Path(root, staged.getPath().getName());
      if (!files.rename(staged.getPath(), place)) {
        throw new IOException("Cannot move %s to %s".formatted(staged.getPath(), place));
      }
    }

    Manifest manifest = withFiles(unfinished, publishedFiles());
    write(manifest);
    discardAttempts();
    return manifest;
  }

  /**
   * Removes a staging folder after a failure.
   *
   * @param staging a folder of {@link #newStaging}
   * @throws IOException if the file system fails
   */
  public void discard(Path staging) throws IOException {
    files.delete(staging, true);
  }

  /**
   * Returns where the data lies.
   *
   * @return the path of {@code data}
   */
  public String dataPath() {
    return new Path(root, DATA).toString();
  }

  /**
   * Reads a small file.
   *
   * @param name relative to the output
   * @return its bytes
   * @throws IOException if it cannot be read
   */
  public byte[] read(String name) throws IOException {
    try (InputStream in = files.open(new Path(root, name))) {
      return in.readAllBytes();
    }
  }

  /**
   * Names a file as a person would: a plain path on a local disk, else a URI.
   *
   * @param name relative to the output
   * @return where it lies
   */
  public String file(String name) {
    Path file = new Path(root, name);
    return "file".equals(file.toUri().getScheme()) ? file.toUri().getPath() : file.toString();
  }

  /**
   * Returns the output folder.
   *
   * @return its qualified path
   */
  public Path root() {
    return root;
  }

  private List<Manifest.PublishedFile> publishedFiles() throws IOException {
    List<Manifest.PublishedFile> published = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> entries = files.listFiles(root, true);
    while (entries.hasNext()) {
      LocatedFileStatus file = entries.next();
      String path = root.toUri().relativize(file.getPath().toUri()).getPath();
      if (!path.startsWith("_") && !file.getPath().getName().startsWith(".")) {
        published.add(new Manifest.PublishedFile(path, file.getLen()));
      }
    }

    published.sort(Comparator.comparing(Manifest.PublishedFile::path));
    return published;
  }

  /** Written beside its place and renamed, so that no reader sees a part of it. */
  private void write(Manifest manifest) throws IOException {
    Path unfinished = new Path(root, "_" + MANIFEST);
    try (OutputStream out = files.create(unfinished, true)) {
      out.write(JSON.writeValueAsString(manifest).getBytes(StandardCharsets.UTF_8));
    }

    if (!files.rename(unfinished, manifestPath())) {
      throw new IOException("Cannot move %s to %s".formatted(unfinished, manifestPath()));
    }
  }

  private void discardAttempts() throws IOException {
    for (FileStatus status : files.listStatus(root)) {
      String name = status.getPath().getName();
      if (name.startsWith(STAGING_PREFIX) || name.equals(RESUMABLE)) {
        files.delete(status.getPath(), true);
      }
    }
  }

  private long lengthOf(Path file) throws IOException {
    try {
      return files.getFileStatus(file).getLen();
    } catch (FileNotFoundException e) {
      return -1;
    }
  }

  private byte[] manifestBytes() throws IOException {
    return read(MANIFEST);
  }

  private Path manifestPath() {
    return new Path(root, MANIFEST);
  }

  private static Manifest withFiles(Manifest m, List<Manifest.PublishedFile> published) {
    return new Manifest(
        m.format(),
        m.job(),
        m.fingerprint(),
        m.settings(),
        m.inputs(),
        m.rowsIn(),
        m.rowsOut(),
        m.dropped(),
        m.results(),
        published,
        m.codeVersion(),
        m.seed(),
        m.startedAt(),
        m.durationSeconds(),
        m.environment());
  }
}
