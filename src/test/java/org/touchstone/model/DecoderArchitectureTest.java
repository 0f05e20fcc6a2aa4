package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("native")
class DecoderArchitectureTest {

  /** As the reference values suggest; the noise that they measured is below 1e-5. */
  private static final float TOLERANCE = 1e-4f;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single",
        "length_one",
        "full_length",
        "batch_right_pad",
        "batch_right_pad_longer",
        "batch_left_pad"
      })
  void givesTheLogitsOfTransformers(String name) throws IOException {
    JsonNode expected = goldenCase(name);
    Path artifact = ArtifactFixtures.goldenLlama(directory);
    try (Model model = LoadedProgram.frozen(artifact);
        NDManager manager = model.getNDManager().newSubManager()) {
      float[] logits =
          forward(
              model,
              matrix(manager, expected.get("input_ids")),
              matrix(manager, expected.get("attention_mask")));
      assertThat(logits).hasSize(expected.get("logits").size());
      for (int i = 0; i < logits.length; i++) {
        assertThat((double) logits[i])
            .isCloseTo(expected.get("logits").get(i).asDouble(), within((double) TOLERANCE));
      }
    }
  }

  private static float[] forward(Model model, NDArray ids, NDArray mask) {
    PtSymbolBlock program = (PtSymbolBlock) model.getBlock();
    try (IValue first = IValue.from((PtNDArray) ids);
        IValue second = IValue.from((PtNDArray) mask);
        IValue result = IValueUtils.runMethod(program, "forward", first, second)) {
      return result.toTensor((PtNDManager) ids.getManager()).toFloatArray();
    }
  }

  private static NDArray matrix(NDManager manager, JsonNode rows) {
    int width = rows.get(0).size();
    long[] values = new long[rows.size() * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = rows.get(i / width).get(i % width).asLong();
    }

    return manager.create(values, new ai.djl.ndarray.types.Shape(rows.size(), width));
  }

  private static JsonNode goldenCase(String name) throws IOException {
    for (JsonNode candidate : ArtifactFixtures.golden().get("cases")) {
      if (candidate.get("name").asText().equals(name)) {
        return candidate;
      }
    }

    throw new AssertionError("no reference case " + name);
  }
}
