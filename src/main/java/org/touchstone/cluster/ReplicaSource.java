package org.touchstone.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.model.TorchRuntime;
import org.touchstone.train.TrainingReplica;
import org.touchstone.train.TrainingSettings;

/**
 * How an executor makes its replica.
 *
 * @param artifactFolder the untrained artifact, on storage that all executors see
 * @param settings how it trains
 * @param threads of libtorch; the cores of one task
 */
record ReplicaSource(String artifactFolder, TrainingSettings settings, int threads)
    implements Serializable {

  TrainingReplica open() throws IOException {
    TorchRuntime.start(threads);
    Path folder = LocalCopies.of(Executors.hadoop(), artifactFolder);
    return TrainingReplica.open(folder, settings);
  }
}
