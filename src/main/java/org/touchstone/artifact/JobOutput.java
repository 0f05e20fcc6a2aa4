package org.touchstone.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The output of one job: {@code data/...} and whatever stands beside it, and last {@code
 * manifest.json}.
 *
 * <p>A job writes into {@link #newStaging}, a folder that readers never look into. {@link #publish}
 * then takes the old manifest away, deletes the files that it lists, moves the staged folders to
 * their places, and writes the new manifest; a file that no job published is never touched. Killed
 * at any point, the output has either its old manifest with its old data, or none, and an output
 * without a manifest does not exist for any reader. No step relies on an atomic rename of folders,
 * which object stores do not have.
 */
public final class JobOutput {

  /** Name of the file that makes an output exist. */
  public static final String MANIFEST = "manifest.json";

  /** Where a table or an artifact lies in an output. */
  public static final String DATA = "data";

  /** Work that can be taken up again lies below this, and outlives a failed run. */
  public static final String RESUMABLE = "_resume";

  static final String STAGING_PREFIX = "_staging-";

  private final FileSystem files;
  private final Path root;
  private final OwnFiles own;

  private JobOutput(FileSystem files, Path root) {
    this.files = files;
    this.root = root;
    this.own = new OwnFiles(files, root);
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
      return Optional.of(ManifestText.read(read(MANIFEST), manifestPath()));
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
   * Refuses a folder that holds anything but an output of a job, or what killed runs left of one.
   *
   * @throws ArtifactException if it does; the message names a file found there
   * @throws IOException if the file system fails
   */
  public void requireOwn() throws IOException {
    own.requireOnly(own.published(manifest().orElse(null)));
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
    Set<String> before = own.published(manifest().orElse(null));
    own.requireOnly(before);
    List<Manifest.PublishedFile> staged = own.list(staging);
    Set<String> both = new TreeSet<>(before);
    staged.forEach(file -> both.add(file.path()));
    own.note(both);
    files.delete(manifestPath(), false);
    own.delete(before);
    for (FileStatus entry : files.listStatus(staging)) {
      move(entry.getPath(), new Path(root, entry.getPath().getName()));
    }

    Manifest manifest = withFiles(unfinished, staged);
    write(manifest);
    own.deleteWork();
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

  /** Written beside its place and renamed, so that no reader sees a part of it. */
  private void write(Manifest manifest) throws IOException {
    Path unfinished = new Path(root, "_manifest-" + UUID.randomUUID() + ".json");
    try (OutputStream out = files.create(unfinished, false)) {
      out.write(ManifestText.of(manifest));
    }

    move(unfinished, manifestPath());
  }

  /** A folder that is moved onto another would end inside it. */
  private void move(Path from, Path to) throws IOException {
    if (files.exists(to) || !files.rename(from, to)) {
      throw new IOException(
          "Cannot move %s to %s%s"
              .formatted(from, to, files.exists(to) ? ": something is there already" : ""));
    }
  }

  private long lengthOf(Path file) throws IOException {
    try {
      return files.getFileStatus(file).getLen();
    } catch (FileNotFoundException e) {
      return -1;
    }
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
