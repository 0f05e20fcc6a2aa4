package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.model.RewardModel;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.Precision;

/** The same weights in bfloat16 and in float32: how much faster, and how different. */
final class BrainFloatMeasurement {

  private static final int ROUNDS = 7;
  private static final int TEXTS = 96;
  private static final int TEXT_LENGTH = 64;

  private BrainFloatMeasurement() {}

  /** Prints bf16-gain, bf16-max-difference and bf16-ties. */
  static void print() throws IOException {
    for (MeasuredModel model : List.of(MeasuredModel.DECODER, MeasuredModel.ENCODER)) {
      BackboneArchitecture exact = backbone(model.architecture());
      Path rounded = BenchmarkModels.untrained(exact.with(Precision.BFLOAT16));
      try (RewardModel full = RewardModel.open(BenchmarkModels.untrained(exact));
          RewardModel half = RewardModel.open(rounded)) {
        gain(model, full, half);
        differences(model, full, half);
      }
    }
  }

  private static BackboneArchitecture backbone(Architecture architecture) {
    if (architecture instanceof BackboneArchitecture backbone) {
      return backbone;
    }

    Map<String, Object> config = new LinkedHashMap<>(architecture.config(BenchmarkModels.TOKENS));
    return BackboneArchitecture.of(config);
  }

  private static void gain(MeasuredModel model, RewardModel full, RewardModel half) {
    int[][] batch = MeasuredModel.rows(model.forwardRows(), MeasuredModel.LENGTH);
    double gain = PairedRatio.of(ROUNDS, () -> full.rewards(batch), () -> half.rewards(batch));
    String size =
        "%s, T=%d, batches of %d, %s, processor with %s"
            .formatted(
                model.name(),
                MeasuredModel.LENGTH,
                batch.length,
                Stopwatch.threads(),
                instructions());
    new Measurement("model", "bf16-gain", gain, size).print();
  }

  /** Of random texts and weights, whose rewards spread by about 1. */
  private static void differences(MeasuredModel model, RewardModel full, RewardModel half) {
    int[][] texts = MeasuredModel.rows(TEXTS, TEXT_LENGTH);
    float[] exact = full.rewards(texts);
    float[] rounded = half.rewards(texts);
    double greatest = 0;
    int ties = 0;
    int pairs = 0;
    for (int i = 0; i < TEXTS; i++) {
      greatest = Math.max(greatest, Math.abs(exact[i] - rounded[i]));
      for (int j = 0; j < i; j++) {
        if (exact[i] != exact[j]) {
          pairs++;
          ties += rounded[i] == rounded[j] ? 1 : 0;
        }
      }
    }

    String size =
        "%s, %d random texts of %d tokens, untrained; standard deviation of rewards %.3g"
            .formatted(model.name(), TEXTS, TEXT_LENGTH, deviation(exact));
    new Measurement("model", "bf16-max-difference", greatest, size).print();
    new Measurement("model", "bf16-ties", (double) ties / pairs, size).print();
  }

  private static double deviation(float[] values) {
    double mean = 0;
    for (float value : values) {
      mean += value / values.length;
    }

    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }

    return Math.sqrt(sum / values.length);
  }

  /** Names what makes bfloat16 fast on a processor. */
  private static String instructions() {
    try {
      String flags = Files.readString(Path.of("/proc/cpuinfo"));
      List<String> found =
          List.of("amx_bf16", "avx512_bf16").stream().filter(flags::contains).toList();
      return found.isEmpty() ? "no bfloat16 instructions" : String.join(" and ", found);
    } catch (IOException e) {
      return "unknown instructions";
    }
  }
}
