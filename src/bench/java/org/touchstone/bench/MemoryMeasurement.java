package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.touchstone.model.TorchRuntime;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.DecoderArchitecture;
import org.touchstone.train.EncodedComparison;
import org.touchstone.train.FlatVector;
import org.touchstone.train.LossSettings;
import org.touchstone.train.OptimizerSettings;
import org.touchstone.train.Recomputation;
import org.touchstone.train.TrainingReplica;
import org.touchstone.train.TrainingSettings;

/**
 * Peak resident memory of a process that takes one training step, with and without recomputation of
 * layers, each in a process of its own; and what recomputation costs and changes.
 */
public final class MemoryMeasurement {

  private static final int ROWS = 8;
  private static final int LENGTH = 1024;
  private static final int ROUNDS = 3;
  private static final double MEBIBYTE_IN_KIBIBYTES = 1024;
  private static final DecoderArchitecture SIZES =
      new DecoderArchitecture(512, 12, 8, 8, 1408, 10_000, 1e-6);
  private static final String SIZE =
      "decoder, 12 layers, hidden 512, T=%d, one batch of %d".formatted(LENGTH, ROWS);

  private MemoryMeasurement() {}

  /**
   * Takes one step and prints the peak of this process, in kibibytes.
   *
   * @param arguments the artifact, the kind of recomputation, the number of threads
   * @throws IOException if the artifact does not load
   */
  public static void main(String[] arguments) throws IOException {
    TorchRuntime.start(Integer.parseInt(arguments[2]));
    try (TrainingReplica replica =
        open(Path.of(arguments[0]), Recomputation.valueOf(arguments[1]))) {
      replica.gradientSum(pairs());
    }

    System.out.println(peakKibibytes());
  }

  /** Prints train-peak-mib, recomputed-train-peak-mib and what recomputation costs and changes. */
  static void print(int threads) throws IOException {
    Map<String, Object> config = new LinkedHashMap<>(SIZES.config(BenchmarkModels.TOKENS));
    Path artifact = BenchmarkModels.untrained(BackboneArchitecture.of(config));
    String size = SIZE + ", whole process with a Java heap of 1 GiB at most";
    print("train-peak-mib", peakMebibytes(artifact, Recomputation.NONE, threads), size);
    print(
        "recomputed-train-peak-mib", peakMebibytes(artifact, Recomputation.LAYERS, threads), size);
    compare(artifact);
  }

  private static void compare(Path artifact) throws IOException {
    List<EncodedComparison> pairs = pairs();
    try (TrainingReplica plain = open(artifact, Recomputation.NONE);
        TrainingReplica recomputed = open(artifact, Recomputation.LAYERS)) {
      FlatVector expected = plain.gradientSum(pairs).gradient();
      double distance = recomputed.gradientSum(pairs).gradient().add(expected, -1).norm();
      print(
          "recomputation-gradient-difference", distance / expected.norm(), SIZE + ", of the norm");
      double ratio =
          PairedRatio.of(
              ROUNDS, () -> recomputed.gradientSum(pairs), () -> plain.gradientSum(pairs));
      print("recomputation-time", ratio, SIZE + ", of a step without, " + Stopwatch.threads());
    }
  }

  private static void print(String metric, double value, String of) {
    new Measurement("model", metric, value, of).print();
  }

  private static List<EncodedComparison> pairs() {
    return MeasuredModel.pairs(ROWS, LENGTH);
  }

  private static TrainingReplica open(Path artifact, Recomputation recomputation)
      throws IOException {
    OptimizerSettings optimizer = OptimizerSettings.usual(1e-4);
    return TrainingReplica.open(
        artifact,
        new TrainingSettings(
            1, 1, ROWS * LENGTH, 1, optimizer, LossSettings.BRADLEY_TERRY, recomputation));
  }

  private static double peakMebibytes(Path artifact, Recomputation recomputation, int threads)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                MemoryMeasurement.class.getName()));
    command.addAll(List.of(artifact.toString(), recomputation.name(), Integer.toString(threads)));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String[] lines = new String(child.getInputStream().readAllBytes()).split("\n");
    if (!exited(child)) {
      throw new IOException(
          "Cannot measure memory: the process of %s failed".formatted(recomputation));
    }

    return Long.parseLong(lines[lines.length - 1].trim()) / MEBIBYTE_IN_KIBIBYTES;
  }

  private static boolean exited(Process child) {
    try {
      return child.waitFor(1, TimeUnit.MINUTES) && child.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static long peakKibibytes() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(text -> text.startsWith("VmHWM"))
            .findFirst()
            .orElseThrow(() -> new IOException("Cannot read VmHWM of /proc/self/status"));
    return Long.parseLong(line.replaceAll("\\D", ""));
  }
}
