package org.touchstone.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.ArtifactDescription;
import org.touchstone.train.TrainingProgress.Validation;

/** From a local artifact to shared storage. */
public final class Publication {

  private Publication() {}

  /**
   * Copies a local folder to another file system.
   *
   * @param configuration finds the file system
   * @param local a folder, with the folders in it
   * @param target where to; made if absent
   * @throws IOException if a file cannot be copied
   */
  public static void upload(
      Configuration configuration, Path local, org.apache.hadoop.fs.Path target)
      throws IOException {
    FileSystem files = target.getFileSystem(configuration);
    files.mkdirs(target);
    List<Path> found;
    try (Stream<Path> entries = Files.walk(local)) {
      found = entries.filter(Files::isRegularFile).sorted().toList();
    }

    for (Path file : found) {
      files.copyFromLocalFile(
          false,
          true,
          new org.apache.hadoop.fs.Path(file.toUri()),
          new org.apache.hadoop.fs.Path(
              target, local.relativize(file).toString().replace(File.separatorChar, '/')));
    }
  }

  /** The description of a trained model. */
  static ArtifactDescription described(
      ArtifactDescription untrained,
      @Nullable Validation validation,
      Map<String, String> provenance,
      Map<String, String> versions) {
    ArtifactDescription description = untrained.withProvenance(provenance, versions);
    return validation == null
        ? description
        : description.withRewards(validation.rewardMean(), validation.rewardDeviation());
  }
}
