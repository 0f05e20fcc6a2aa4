package org.touchstone.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.Cases;
import org.touchstone.model.program.TensorSpec;

class PeftAdapterTest {

  private static final String MODULE = "model.layers.0.self_attn.q_proj";
  private static final int WIDTH = 32;
  private static final int RANK = 4;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void foldsTheFactorsInByTheFormula(boolean rootOfRank, boolean magnitudes) throws IOException {
    Path adapter = copy("base_and_adapter");
    change(adapter, "\"use_rslora\": true", "\"use_rslora\": " + rootOfRank);
    change(adapter, "\"use_dora\": true", "\"use_dora\": " + magnitudes);
    if (!magnitudes) {
      withoutMagnitudes(adapter);
    }

    float[] merged = read(adapter, adapter, MODULE + ".weight", WIDTH, WIDTH);

    double[] expected = expected(adapter, rootOfRank ? 8 / Math.sqrt(RANK) : 8.0 / RANK);
    for (int i = 0; i < merged.length; i++) {
      assertThat((double) merged[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  @Test
  void takesTheHeadOfTheAdapter() throws IOException {
    Path adapter = copy("base_and_adapter");

    float[] head = read(adapter, adapter, "score.weight", 1, WIDTH);

    assertThat(head)
        .isEqualTo(stored(adapter.resolve(PeftAdapter.WEIGHTS), "base_model.model.score.weight"))
        .isNotEqualTo(stored(adapter.resolve("model.safetensors"), "score.weight"));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"peft_type\": \"LORA\"', '\"peft_type\": \"IA3\"', peft_type",
    "'\"r\": 4', '\"r\": 8', rank",
    "'\"r\": 4', '\"r\": 4, \"use_qalora\": true', use_qalora",
    "'\"r\": 4', '\"r\": 4, \"layer_replication\": [[0, 1]]', layer_replication",
    "'\"r\": 4', '\"r\": 4, \"init_lora_weights\": \"pissa\"', init_lora_weights",
    "'\"use_dora\": true', '\"use_dora\": false', lora_magnitude_vector"
  })
  void refusesByNameWhatItDoesNotHonour(String old, String changed, String named)
      throws IOException {
    Path adapter = copy("base_and_adapter");
    change(adapter, old, changed);

    assertThatThrownBy(() -> open(adapter, adapter)).hasMessageContaining(named);
  }

  @Test
  void honoursPatternsOfRankAndScale() throws IOException {
    Path adapter = copy("base_and_adapter");
    change(
        adapter,
        "\"r\": 4",
        "\"r\": 16, \"rank_pattern\": {\"q_proj\": 4}, \"alpha_pattern\": {\".*self_attn.q_proj\": 2}");

    float[] merged = read(adapter, adapter, MODULE + ".weight", WIDTH, WIDTH);

    assertThat((double) merged[7])
        .isCloseTo(expected(adapter, 2 / Math.sqrt(RANK))[7], within(1e-6));
  }

  @Test
  void takesTheSeparatorOfThePostProcessor() throws IOException {
    try (BackboneImport opened = open(copy("bert_without_separator"), null)) {
      assertThat(opened.description().segmentSeparator()).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({"config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors"})
  void saysThatAFileIsAGitLfsPointer(String file) throws IOException {
    Path model = copy("short_embedding");
    Files.writeString(
        model.resolve(file), "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 9\n");

    assertThatThrownBy(() -> open(model, null))
        .hasMessageContaining("Git LFS")
        .hasMessageContaining(file);
  }

  private BackboneImport open(Path model, @Nullable Path base) throws IOException {
    BackboneSettings settings =
        BackboneSettings.usual().basedOn(base == null ? null : base.toString());
    return BackboneImport.forScoring(
        model,
        new BackboneImport.Request(settings, new EncodingLimits(64, 128), null, null, Map.of(), 5),
        folder.resolve("work"));
  }

  private float[] read(Path model, Path base, String name, long... shape) throws IOException {
    TensorSpec tensor = TensorSpec.of(name, TensorSpec.Start.ZEROS, shape);
    float[] values = new float[(int) tensor.elements()];
    try (BackboneImport opened = open(model, base)) {
      opened.weights().read(tensor, 0, values, values.length);
    }

    return values;
  }

  /** Computes the merged matrix in double, whole. */
  private static double[] expected(Path adapter, double scale) throws IOException {
    String prefix = "base_model.model." + MODULE;
    Path file = adapter.resolve(PeftAdapter.WEIGHTS);
    float[] base = stored(adapter.resolve("model.safetensors"), MODULE + ".weight");
    float[] down = stored(file, prefix + ".lora_A.weight");
    float[] up = stored(file, prefix + ".lora_B.weight");
    boolean magnitudes =
        new String(Files.readAllBytes(adapter.resolve(PeftConfig.FILE)), StandardCharsets.UTF_8)
            .contains("\"use_dora\": true");
    double[] merged = new double[WIDTH * WIDTH];
    for (int o = 0; o < WIDTH; o++) {
      for (int i = 0; i < WIDTH; i++) {
        double product = 0;
        for (int r = 0; r < RANK; r++) {
          product += (double) up[o * RANK + r] * down[r * WIDTH + i];
        }

        merged[o * WIDTH + i] = base[o * WIDTH + i] + scale * product;
      }

      if (magnitudes) {
        double[] row = Arrays.copyOfRange(merged, o * WIDTH, (o + 1) * WIDTH);
        double norm = Math.sqrt(Arrays.stream(row).map(v -> v * v).sum());
        double magnitude = stored(file, prefix + ".lora_magnitude_vector")[o];
        for (int i = 0; i < WIDTH; i++) {
          merged[o * WIDTH + i] *= magnitude / norm;
        }
      }
    }

    return merged;
  }

  private static float[] stored(Path file, String name) throws IOException {
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      SafetensorsEntry entry = Objects.requireNonNull(opened.entries().get(name));
      float[] values = new float[(int) entry.elements()];
      opened.read(entry, 0, values, 0, values.length);
      return values;
    }
  }

  private static void withoutMagnitudes(Path adapter) throws IOException {
    Path file = adapter.resolve(PeftAdapter.WEIGHTS);
    Path whole = Files.move(file, adapter.resolve("whole"));
    try (SafetensorsFile opened = SafetensorsFile.open(whole)) {
      SafetensorsWriter.write(
          file,
          opened.tensors().stream().filter(t -> !t.name().contains("magnitude")).toList(),
          opened);
    }
  }

  private Path copy(String name) throws IOException {
    return Cases.checkpoint(name, folder.resolve(name));
  }

  private static void change(Path adapter, String old, String changed) throws IOException {
    Path file = adapter.resolve(PeftConfig.FILE);
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, changed));
  }
}
