package org.touchstone.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.touchstone.model.RewardModel;
import org.touchstone.model.TorchRuntime;
import org.touchstone.model.TorchThread;
import org.touchstone.model.program.LinearArchitecture;

/**
 * The bare loop of scoring, from token ids to rewards: sorted by length, cut by token budget; and
 * the same through Spark, from texts.
 */
public final class ScoreBenchmark {

  private static final int TEXTS = 256;
  private static final int LENGTH = 256;
  private static final int LINEAR_TEXTS = 2048;
  private static final int LINEAR_TOKENS = 128;
  private static final int MAX_TOKENS_PER_BATCH = 4096;
  private static final int ROUNDS = 5;

  private ScoreBenchmark() {}

  /**
   * Prints share-of-gemm, padding-share, share-of-bare-loop and the rates of the linear model.
   *
   * @param arguments number of threads; all processors if absent
   * @throws IOException if the temporary models cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    TorchRuntime.start(BenchmarkModels.threads(arguments));
    TorchThread.call(
        () -> {
          decoder();
          linear();
          return 0;
        });
    SparkScoring.print();
  }

  private static void decoder() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    int[][] equal = new int[TEXTS / 2][];
    Arrays.setAll(equal, i -> BenchmarkModels.tokens(random, LENGTH));
    int[][] mixed = new int[TEXTS][];
    Arrays.setAll(mixed, i -> BenchmarkModels.tokens(random, BenchmarkModels.length(random)));
    try (RewardModel model = RewardModel.open(BenchmarkModels.untrained(BenchmarkModels.SMALL))) {
      measure(model, equal, "", "%d texts of %d tokens".formatted(equal.length, LENGTH));
      measure(model, mixed, "mixed-", "%d texts of 64 to 512 tokens".formatted(mixed.length));
    }
  }

  private static void measure(RewardModel model, int[][] texts, String prefix, String what) {
    List<int[][]> batches = batches(texts);
    double operations =
        Arrays.stream(texts)
            .mapToDouble(ids -> BenchmarkModels.SMALL.forwardOperations(ids.length))
            .sum();
    String size = what + ", decoder of width 256, 4.8M weights in products, " + Stopwatch.threads();
    double share = ShareOfGemm.of(operations, ROUNDS, () -> batches.forEach(model::rewards));
    new Measurement("score", prefix + "share-of-gemm", share, size).print();
    double padded = batches.stream().mapToDouble(batch -> batch.length * batch[0].length).sum();
    double tokens = Arrays.stream(texts).mapToDouble(ids -> ids.length).sum();
    new Measurement("score", prefix + "padding-share", 1 - tokens / padded, size).print();
  }

  private static void linear() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    int[][] texts =
        Stream.generate(() -> BenchmarkModels.tokens(random, LINEAR_TOKENS))
            .limit(LINEAR_TEXTS)
            .toArray(int[][]::new);
    List<int[][]> batches = batches(texts);
    LinearArchitecture architecture =
        new LinearArchitecture(1 << 18, LinearArchitecture.Damping.SQUARE_ROOT);
    try (RewardModel model = RewardModel.open(BenchmarkModels.untrained(architecture))) {
      double best = 0;
      for (int round = 0; round < ROUNDS; round++) {
        long start = Stopwatch.nanoseconds();
        batches.forEach(model::rewards);
        best = Math.max(best, LINEAR_TEXTS / ((Stopwatch.nanoseconds() - start) / 1e9));
      }

      String size =
          "%d texts of %d token ids, without tokenizing, 2^18 buckets, best of %d"
              .formatted(LINEAR_TEXTS, LINEAR_TOKENS, ROUNDS);
      double perCore = best / TorchRuntime.threads();
      new Measurement("score", "linear-rewards-per-s-per-core", perCore, size).print();
    }
  }

  private static List<int[][]> batches(int[][] texts) {
    int[][] sorted = texts.clone();
    Arrays.sort(sorted, Comparator.comparingInt((int[] ids) -> ids.length).reversed());
    List<int[][]> batches = new ArrayList<>();
    for (int start = 0; start < sorted.length; ) {
      int count = Math.max(1, MAX_TOKENS_PER_BATCH / sorted[start].length);
      int end = Math.min(sorted.length, start + count);
      batches.add(Arrays.copyOfRange(sorted, start, end));
      start = end;
    }

    return batches;
  }
}
