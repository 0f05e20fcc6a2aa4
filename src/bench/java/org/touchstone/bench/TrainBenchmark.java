package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.touchstone.model.TorchRuntime;
import org.touchstone.model.TorchThread;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.GradientSum;
import org.touchstone.train.OptimizerSettings;
import org.touchstone.train.TrainingReplica;

/** Whole training steps on pairs of mixed lengths: batching, gradients, copies, optimiser. */
public final class TrainBenchmark {

  private static final int PAIRS = 16;
  private static final int MAX_TOKENS_PER_BATCH = 8192;
  private static final int ROUNDS = 5;

  private TrainBenchmark() {}

  /**
   * Prints share-of-gemm and padding-share.
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
    SplittableRandom random = new SplittableRandom(1);
    List<EncodedComparison> pairs = new ArrayList<>();
    while (pairs.size() < PAIRS) {
      int[] chosen = BenchmarkModels.tokens(random, BenchmarkModels.length(random));
      int[] rejected = BenchmarkModels.tokens(random, BenchmarkModels.length(random));
      pairs.add(EncodedComparison.pair("", chosen, rejected, 0, 1));
    }

    double operations =
        pairs.stream()
            .flatMap(pair -> Stream.of(pair.replies()))
            .mapToDouble(ids -> 3 * BenchmarkModels.SMALL.forwardOperations(ids.length))
            .sum();
    String size =
        "steps of %d pairs, sides of 64 to 512 tokens, decoder of 4.8M weights in products, %s"
            .formatted(PAIRS, Stopwatch.threads());
    Path artifact = BenchmarkModels.untrained(BenchmarkModels.SMALL);
    try (TrainingReplica replica =
        TrainingReplica.open(artifact, MAX_TOKENS_PER_BATCH, OptimizerSettings.usual(1e-4))) {
      double share =
          ShareOfGemm.of(
              operations,
              ROUNDS,
              () -> replica.step(replica.gradientSum(pairs).meanGradient(), 1e-4));
      new Measurement("train", "share-of-gemm", share, size).print();
      GradientSum sum = replica.gradientSum(pairs);
      double padding = 1 - (double) sum.seen().tokens() / sum.seen().paddedTokens();
      new Measurement("train", "padding-share", padding, size).print();
    }
  }
}
