package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.Precision;
import org.touchstone.model.program.TokenSpace;

/** Scoring in bfloat16, against the same weights in float32. */
@Tag("native")
class BrainFloatScoringTest {

  /** Eight bits of a fraction, through two layers: a few hundredths of the spread of rewards. */
  private static final double SHARE_OF_SPREAD = 0.1;

  private static final int[][] ROWS = rows();

  @TempDir private Path directory;

  /** A decoder, one with biases and fewer key-value heads, and an encoder: those that are there. */
  static Stream<String> models() throws IOException {
    return GoldenModel.directories().stream()
        .map(folder -> folder.getFileName().toString())
        .filter(List.of("llama", "qwen2_bf16", "bert")::contains);
  }

  private static int[][] rows() {
    SplittableRandom random = new SplittableRandom(5);
    return Stream.generate(() -> random.ints(random.nextInt(3, 40), 4, 400).toArray())
        .limit(32)
        .toArray(int[][]::new);
  }

  @ParameterizedTest
  @MethodSource("models")
  void rewardsAreCloseToThoseInFloat32(String name) throws IOException {
    GoldenModel golden = GoldenModel.open(name, "config.json");
    float[] exact = rewards(golden, Precision.FLOAT32);
    float[] rounded = rewards(golden, Precision.BFLOAT16);
    double tolerance = SHARE_OF_SPREAD * deviation(exact);
    for (int i = 0; i < exact.length; i++) {
      assertThat((double) rounded[i]).as("row %d", i).isCloseTo(exact[i], within(tolerance));
    }

    assertThat(rounded).isNotEqualTo(exact);
  }

  private float[] rewards(GoldenModel golden, Precision precision) throws IOException {
    BackboneArchitecture architecture = BackboneArchitecture.of(golden.config()).with(precision);
    Path artifact = golden.artifact(directory.resolve(precision.name()), architecture);
    try (RewardModel model = RewardModel.open(artifact)) {
      return model.rewards(ROWS);
    }
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

  @ParameterizedTest
  @MethodSource("models")
  void roundingTheMatricesOnceChangesNoReward(String name) throws IOException {
    GoldenModel golden = GoldenModel.open(name, "config.json");
    BackboneArchitecture architecture =
        BackboneArchitecture.of(golden.config()).with(Precision.BFLOAT16);
    Path artifact = golden.artifact(directory, architecture);
    TorchThread.call(
        () -> {
          try (Model model = LoadedProgram.frozen(artifact)) {
            float[] before = forward(model);
            LoadedProgram.prepare((PtSymbolBlock) model.getBlock());
            assertThat(forward(model)).isEqualTo(before);
            return model;
          }
        });
  }

  private static float[] forward(Model model) {
    LoadedProgram.runAsWritten();
    TokenBatch batch = TokenBatch.padded(ROWS, new TokenSpace(512, 0, 128));
    try (PtNDManager manager = (PtNDManager) model.getNDManager().newSubManager();
        IValue ids = IValue.from((PtNDArray) batch.idArray(manager));
        IValue mask = IValue.from((PtNDArray) batch.maskArray(manager));
        IValue rewards =
            IValueUtils.runMethod((PtSymbolBlock) model.getBlock(), "forward", ids, mask)) {
      return rewards.toTensor(manager).toFloatArray();
    }
  }
}
