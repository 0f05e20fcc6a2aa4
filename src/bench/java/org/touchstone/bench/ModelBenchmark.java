package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.touchstone.model.RewardModel;
import org.touchstone.model.TorchRuntime;
import org.touchstone.model.TorchThread;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.OptimizerSettings;
import org.touchstone.train.TrainingReplica;

/**
 * The program alone, on sequences of one length: forward, and forward with backward, against matrix
 * products; bfloat16 against float32; and what recomputation saves.
 */
public final class ModelBenchmark {

  private static final int ROUNDS = 7;

  private ModelBenchmark() {}

  /**
   * Prints forward-share-of-gemm and train-share-of-gemm of three models, then what {@link
   * BrainFloatMeasurement} and {@link MemoryMeasurement} print.
   *
   * @param arguments number of threads; all processors if absent
   * @throws IOException if a temporary model cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    int threads = BenchmarkModels.threads(arguments);
    TorchRuntime.start(threads);
    TorchThread.call(
        () -> {
          for (MeasuredModel model :
              List.of(MeasuredModel.DECODER, MeasuredModel.ENCODER, MeasuredModel.SMALL)) {
            shares(model);
          }

          BrainFloatMeasurement.print();
          return 0;
        });
    MemoryMeasurement.print(threads);
  }

  private static void shares(MeasuredModel model) throws IOException {
    Path artifact = model.write();
    double useful = model.architecture().forwardOperations(MeasuredModel.LENGTH);
    double executed = model.architecture().executedOperations(MeasuredModel.LENGTH);
    print("forward", forward(artifact, model, useful), executed / useful, model);
    print("train", train(artifact, model, 3 * useful), executed / useful, model);
  }

  private static double forward(Path artifact, MeasuredModel measured, double operations)
      throws IOException {
    int[][] batch = MeasuredModel.rows(measured.forwardRows(), MeasuredModel.LENGTH);
    try (RewardModel model = RewardModel.open(artifact)) {
      return ShareOfGemm.of(batch.length * operations, ROUNDS, () -> model.rewards(batch));
    }
  }

  private static double train(Path artifact, MeasuredModel measured, double operations)
      throws IOException {
    int rows = measured.trainRows();
    List<EncodedComparison> pairs = MeasuredModel.pairs(rows, MeasuredModel.LENGTH);
    OptimizerSettings settings = OptimizerSettings.usual(1e-4);
    try (TrainingReplica replica =
        TrainingReplica.open(artifact, rows * MeasuredModel.LENGTH, settings)) {
      return ShareOfGemm.of(rows * operations, ROUNDS, () -> replica.gradientSum(pairs));
    }
  }

  private static void print(String pass, double share, double executed, MeasuredModel model) {
    int rows = pass.equals("train") ? model.trainRows() : model.forwardRows();
    String size =
        "%s, T=%d, batches of %d, %s"
            .formatted(model.name(), MeasuredModel.LENGTH, rows, Stopwatch.threads());
    new Measurement("model", pass + "-share-of-gemm", share, size).print();
    if (executed < 1) { // the architecture says what its program leaves out
      new Measurement("model", pass + "-executed-share-of-gemm", share * executed, size).print();
    }
  }
}
