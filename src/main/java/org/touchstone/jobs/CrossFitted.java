package org.touchstone.jobs;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.touchstone.artifact.ArtifactException;

/** The models that train left beside the model itself: one a fold, and those of halves. */
final class CrossFitted {

  private static final String PREFIX = "fold-";
  private static final String HALF = "half-";
  private static final String PART = "half-0-part-";

  private CrossFitted() {}

  /** The artifacts of fold 0, 1, ...; refuses a model that was not cross-fitted. */
  static List<String> folds(Configuration configuration, String model) throws IOException {
    List<String> folds = numbered(configuration, model, PREFIX);
    if (folds.isEmpty()) {
      throw new ArtifactException(
          "Cannot score with held-out models of %s: it has none; train it with cross-fit: true"
              .formatted(model));
    }

    return folds;
  }

  /** The models of the two halves of the training prompts; empty if there are none. */
  static List<String> halves(Configuration configuration, String model) throws IOException {
    return numbered(configuration, model, HALF);
  }

  /** The models of parts of the first half; empty if there are none. */
  static List<String> parts(Configuration configuration, String model) throws IOException {
    return numbered(configuration, model, PART);
  }

  /** The folders of a name and a number, in the order of the numbers. */
  private static List<String> numbered(Configuration configuration, String model, String prefix)
      throws IOException {
    Path folder = new Path(model);
    return Arrays.stream(folder.getFileSystem(configuration).listStatus(folder))
        .filter(FileStatus::isDirectory)
        .map(FileStatus::getPath)
        .filter(path -> path.getName().matches(prefix + "\\d+"))
        .sorted(
            Comparator.comparingInt(
                path -> Integer.parseInt(path.getName().substring(prefix.length()))))
        .map(Path::toString)
        .toList();
  }
}
