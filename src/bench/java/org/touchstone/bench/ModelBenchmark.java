package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.touchstone.model.RewardModel;
import org.touchstone.model.TorchRuntime;
import org.touchstone.model.TorchThread;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.OptimizerSettings;
import org.touchstone.train.TrainingReplica;

/** The program alone, on sequences of one length: forward, and forward with backward. */
public final class ModelBenchmark {

  private static final int LENGTH = 256;
  private static final int ROWS = 16;
  private static final int ROUNDS = 7;
  private static final String SIZE =
      "decoder, 6 layers, hidden 256, 4.8M weights in products, T=256, batches of %d, %s";

  private ModelBenchmark() {}

  /**
   * Prints forward-share-of-gemm and train-share-of-gemm.
   *
   * @param arguments number of threads; all processors if absent
   * @throws IOException if the temporary model cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    TorchRuntime.start(BenchmarkModels.threads(arguments));
    TorchThread.call(
        () -> {
          measure();
          return 0;
        });
  }

  private static void measure() throws IOException {
    Path artifact = BenchmarkModels.untrained(BenchmarkModels.SMALL);
    String size = SIZE.formatted(ROWS, Stopwatch.threads());
    SplittableRandom random = new SplittableRandom(1);
    int[][] batch =
        Stream.generate(() -> BenchmarkModels.tokens(random, LENGTH))
            .limit(ROWS)
            .toArray(int[][]::new);
    forward(artifact, batch, size);
    train(artifact, batch, size);
  }

  private static void forward(Path artifact, int[][] batch, String size) throws IOException {
    double useful = batch.length * BenchmarkModels.SMALL.forwardOperations(LENGTH);
    double executed = batch.length * BenchmarkModels.SMALL.executedOperations(LENGTH);
    try (RewardModel model = RewardModel.open(artifact)) {
      double share = ShareOfGemm.of(useful, ROUNDS, () -> model.rewards(batch));
      new Measurement("model", "forward-share-of-gemm", share, size).print();
      new Measurement("model", "forward-executed-share-of-gemm", share * executed / useful, size)
          .print();
    }
  }

  private static void train(Path artifact, int[][] batch, String size) throws IOException {
    double useful = 3 * batch.length * BenchmarkModels.SMALL.forwardOperations(LENGTH);
    double executed = 3 * batch.length * BenchmarkModels.SMALL.executedOperations(LENGTH);
    List<EncodedComparison> pairs = new ArrayList<>();
    for (int i = 0; i < batch.length / 2; i++) {
      pairs.add(EncodedComparison.pair("", batch[2 * i], batch[2 * i + 1], 0, 1));
    }

    OptimizerSettings settings = OptimizerSettings.usual(1e-4);
    try (TrainingReplica replica =
        TrainingReplica.open(artifact, batch.length * LENGTH, settings)) {
      double share = ShareOfGemm.of(useful, ROUNDS, () -> replica.gradientSum(pairs));
      new Measurement("model", "train-share-of-gemm", share, size).print();
      new Measurement("model", "train-executed-share-of-gemm", share * executed / useful, size)
          .print();
    }
  }
}
