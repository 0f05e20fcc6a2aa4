package org.touchstone.jobs;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.touchstone.artifact.ArtifactException;

/** The models that cross-fitting left in the output of train, one a fold. */
final class CrossFitted {

  private static final String PREFIX = "fold-";

  private CrossFitted() {}

  /** The artifacts of fold 0, 1, ...; refuses a model that was not cross-fitted. */
  static List<String> folds(Configuration configuration, String model) throws IOException {
    Path folder = new Path(model);
    List<String> folds =
        Arrays.stream(folder.getFileSystem(configuration).listStatus(folder))
            .filter(FileStatus::isDirectory)
            .map(FileStatus::getPath)
            .filter(path -> path.getName().startsWith(PREFIX))
            .sorted(
                Comparator.comparingInt(
                    path -> Integer.parseInt(path.getName().substring(PREFIX.length()))))
            .map(Path::toString)
            .toList();
    if (folds.isEmpty()) {
      throw new ArtifactException(
          "Cannot score with held-out models of %s: it has none; train it with cross-fit: true"
              .formatted(model));
    }

    return folds;
  }
}
