package org.touchstone.cluster;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import org.touchstone.artifact.LocalCopies;
import org.touchstone.model.TorchRuntime;
import org.touchstone.train.LossSettings;
import org.touchstone.train.OptimizerSettings;
import org.touchstone.train.TrainingReplica;

/**
 * How an executor makes its replica.
 *
 * @param artifactFolder the untrained artifact, on storage that all executors see
 * @param maxTokensPerBatch tokens that one forward pass may hold
 * @param optimizer for replicas that make steps
 * @param loss what to minimise
 * @param threads of libtorch; the cores of one task
 */
record ReplicaSource(
    String artifactFolder,
    int maxTokensPerBatch,
    OptimizerSettings optimizer,
    LossSettings loss,
    int threads)
    implements Serializable {

  TrainingReplica open() throws IOException {
    TorchRuntime.start(threads);
    Path folder = LocalCopies.of(Executors.hadoop(), artifactFolder);
    return TrainingReplica.open(folder, maxTokensPerBatch, optimizer, loss);
  }
}
