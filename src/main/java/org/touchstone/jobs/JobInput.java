package org.touchstone.jobs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.artifact.Digests;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.artifact.OutputGuard;
import org.touchstone.model.RewardModelArtifact;

/**
 * Something that a job reads.
 *
 * @param path as the settings name it
 * @param kind what is expected there
 */
record JobInput(String path, Kind kind) {

  private static final String DESCRIPTION = RewardModelArtifact.DESCRIPTION;

  /** What a path may hold. */
  enum Kind {
    /** Files that no job of ours wrote. */
    RAW,
    /** The output of a job, with its manifest. */
    OUTPUT,
    /** The output of a job, or a table that no job of ours wrote. */
    TABLE,
    /** A model artifact, or the output of a job that published one. */
    MODEL
  }

  static JobInput raw(String path) {
    return new JobInput(path, Kind.RAW);
  }

  static JobInput output(String path) {
    return new JobInput(path, Kind.OUTPUT);
  }

  static JobInput table(String path) {
    return new JobInput(path, Kind.TABLE);
  }

  static JobInput model(String path) {
    return new JobInput(path, Kind.MODEL);
  }

  /** Checks that the input is there and whole, and digests it. */
  Manifest.Input digest(Configuration configuration) throws IOException {
    if (path.isBlank()) {
      throw new ArtifactException("Cannot read an input: its path is empty");
    }

    String digest =
        switch (kind) {
          case RAW -> Digests.ofFiles(configuration, path);
          case OUTPUT -> digestOfOutput(configuration);
          case TABLE ->
              isOutput(configuration, path)
                  ? digestOfOutput(configuration)
                  : Digests.ofFiles(configuration, path);
          case MODEL ->
              isArtifact(configuration, path)
                  ? Digests.ofFiles(configuration, path + "/" + DESCRIPTION)
                  : digestOfOutput(configuration);
        };
    return new Manifest.Input(path, digest);
  }

  /**
   * Where the model's files lie: the path itself or the data of a job's output. What the job's
   * manifest says of the model must still be true.
   */
  static String artifactPath(Configuration configuration, String path) throws IOException {
    if (isArtifact(configuration, path)) {
      Path folder = new Path(path);
      Path parent = folder.getParent();
      if (parent != null
          && folder.getName().equals(JobOutput.DATA)
          && OutputGuard.isOutput(configuration, parent)) {
        requirePublished(configuration, JobOutput.at(configuration, parent.toString()));
      }

      return path;
    }

    JobOutput output = JobOutput.at(configuration, path);
    if (!isArtifact(configuration, output.dataPath())) {
      throw new ArtifactException(
          "Cannot read model %s: neither it nor its data folder has a %s"
              .formatted(path, DESCRIPTION));
    }

    requirePublished(configuration, output);
    return output.dataPath();
  }

  /** Refuses a checkpoint that a job published as a model and that was changed since. */
  static void requireUnchangedModel(Configuration configuration, String checkpoint)
      throws IOException {
    if (isArtifact(configuration, checkpoint)) {
      artifactPath(configuration, checkpoint);
    }
  }

  /** All other files of a model stand in its touchstone.json; that one stands in the manifest. */
  private static void requirePublished(Configuration configuration, JobOutput output)
      throws IOException {
    Optional<Manifest> manifest = output.manifest();
    String published =
        manifest.map(known -> known.results().path("model_digest").asText()).orElse("");
    Path description = new Path(output.dataPath(), DESCRIPTION);
    if (published.isEmpty()) {
      return;
    }

    try (InputStream in = description.getFileSystem(configuration).open(description)) {
      String found = Digests.ofStream(in);
      if (!found.equals(published)) {
        throw new ArtifactException(
            "Cannot use model %s: %s was changed, its digest is %s, %s says %s; take an unchanged copy, or train or import the model again"
                .formatted(output.dataPath(), DESCRIPTION, found, JobOutput.MANIFEST, published));
      }
    }
  }

  /** Whether a path looks like a job's output, finished or not. */
  static boolean isOutput(Configuration configuration, String path) throws IOException {
    return OutputGuard.isOutputOrUnfinished(configuration, new Path(path));
  }

  private String digestOfOutput(Configuration configuration) throws IOException {
    JobOutput output = JobOutput.at(configuration, path);
    Path root = new Path(path);
    if (output.manifest().isEmpty()) {
      if (!root.getFileSystem(configuration).exists(root)) {
        throw new FileNotFoundException("Cannot read %s: no such file or folder".formatted(path));
      }

      if (!isOutput(configuration, path)) {
        throw new ArtifactException(
            "Cannot read %s: it is no output of a job, for it has no %s; the job ingest reads tables and files from elsewhere"
                .formatted(path, JobOutput.MANIFEST));
      }
    }

    output.requireComplete();
    return output.digest();
  }

  private static boolean isArtifact(Configuration configuration, String path) throws IOException {
    Path description = new Path(path, DESCRIPTION);
    return description.getFileSystem(configuration).exists(description);
  }
}
