package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.touchstone.model.program.TensorSpec;
import org.touchstone.model.program.TensorType;

class CheckpointWriterTest {

  private static final Function<TensorSpec, TensorType> FLOAT32 = tensor -> TensorType.FLOAT32;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource
  void writesEveryTypeSoThatItIsReadBackRounded(TensorType type) throws IOException {
    try (Checkpoint before = Checkpoint.open(Golden.directory("llama"))) {
      write(before.tensors(), tensor -> type, before, CheckpointWriter.USUAL_SHARD_BYTES);
      try (Checkpoint after = Checkpoint.open(directory)) {
        assertThat(after.tensors()).isEqualTo(before.tensors());
        for (SafetensorsEntry entry : after.entries().values()) {
          assertThat(entry.type().parameters()).contains(type);
        }

        // half a unit in the last place: 2^-8 of a number with 8 bits, 2^-25 of a small binary16
        for (TensorSpec tensor : after.tensors()) {
          float[] rounded = read(after, tensor);
          float[] exact = read(before, tensor);
          for (int i = 0; i < exact.length; i++) {
            assertThat(Math.abs(rounded[i] - exact[i]))
                .isLessThanOrEqualTo(
                    type == TensorType.FLOAT32 ? 0 : 0x1p-8f * Math.abs(exact[i]) + 0x1p-25f);
          }
        }
      }
    }
  }

  @Test
  void keepsHalvesBitForBit() throws IOException {
    for (String name : List.of("qwen2_bf16", "gpt_neox_fp16")) {
      try (Checkpoint before = Checkpoint.open(Golden.directory(name))) {
        TensorType type = name.endsWith("bf16") ? TensorType.BFLOAT16 : TensorType.FLOAT16;
        write(before.tensors(), tensor -> type, before, 1 << 20);
        try (Checkpoint after = Checkpoint.open(directory)) {
          for (SafetensorsEntry entry : before.entries().values()) {
            int bytes = (int) (entry.end() - entry.begin());
            SafetensorsEntry written =
                after.entries().values().stream()
                    .filter(other -> other.name().equals(entry.name()))
                    .findFirst()
                    .orElseThrow();
            assertThat(after.bytes(written, 0, bytes)).isEqualTo(before.bytes(entry, 0, bytes));
          }
        }
      }
    }
  }

  @Test
  void writesShardsWithAnIndexAsTransformersDoes() throws IOException {
    Files.createFile(directory.resolve("model.safetensors")); // from an earlier run, not sharded
    try (Checkpoint before = Checkpoint.open(Golden.directory("llama"))) {
      List<Path> files = write(before.tensors(), FLOAT32, before, 150_000);
      assertThat(files)
          .extracting(file -> String.valueOf(file.getFileName()))
          .containsExactly(
              "model-00001-of-00003.safetensors",
              "model-00002-of-00003.safetensors",
              "model-00003-of-00003.safetensors");
      JsonNode index = new JsonMapper().readTree(directory.resolve(CheckpointFiles.INDEX).toFile());
      assertThat(index.get("metadata").get("total_size").asLong()).isEqualTo(4 * 100_736L);
      assertThat(index.get("weight_map")).hasSize(before.tensors().size());
      try (Checkpoint after = Checkpoint.open(directory)) {
        for (TensorSpec tensor : before.tensors()) {
          assertThat(read(after, tensor)).containsExactly(read(before, tensor));
        }
      }

      assertThat(write(before.tensors(), FLOAT32, before, 1 << 20)).hasSize(1);
      assertThat(directory).isDirectoryNotContaining("glob:**index.json");
    }
  }

  @Test
  void putsWiderTypesFirstSoThatTheyAreAligned() throws IOException {
    List<TensorSpec> tensors =
        List.of(
            TensorSpec.of("odd", TensorSpec.Start.ONES, 3),
            TensorSpec.of("wide", TensorSpec.Start.ONES, 2));
    Function<TensorSpec, TensorType> types =
        tensor -> tensor.name().equals("odd") ? TensorType.FLOAT16 : TensorType.FLOAT32;
    write(tensors, types, new InitialWeights(1), 1 << 20);
    try (Checkpoint after = Checkpoint.open(directory)) {
      assertThat(after.entries().keySet()).containsExactly("wide", "odd");
    }
  }

  @Test
  void refusesValuesThatWouldBecomeInfinite() {
    List<TensorSpec> tensors = List.of(TensorSpec.of("w", TensorSpec.Start.ZEROS, 2));
    WeightSource weights = (tensor, from, target, count) -> target[1] = -65_520f;
    assertThatThrownBy(() -> write(tensors, tensor -> TensorType.FLOAT16, weights, 1 << 20))
        .isInstanceOf(IOException.class)
        .hasMessage(
            "Cannot store tensor w as FLOAT16: found value -65520.0, allowed is less than 65520.0"
                + " in magnitude");
  }

  private List<Path> write(
      List<TensorSpec> tensors,
      Function<TensorSpec, TensorType> types,
      WeightSource weights,
      long shardBytes)
      throws IOException {
    return CheckpointWriter.write(directory, tensors, types, weights, shardBytes);
  }

  private static float[] read(Checkpoint checkpoint, TensorSpec tensor) throws IOException {
    float[] values = new float[(int) tensor.elements()];
    checkpoint.read(tensor, 0, values, values.length);
    return values;
  }
}
