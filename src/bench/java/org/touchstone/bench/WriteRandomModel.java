package org.touchstone.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.Precision;
import org.touchstone.model.program.TokenSpace;

/** Writes an artifact of random weights, for {@code src/bench/gpu/compare_with_transformers.py}. */
public final class WriteRandomModel {

  private static final int MAX_TOKENS = 4096;

  private WriteRandomModel() {}

  /** Sizes of Qwen2, and one that a laptop runs. */
  private enum Size {
    /** A few hundred thousand parameters. */
    TINY(128, 2, 4, 2, 256, 512),
    /** 0.49 billion parameters, as Qwen2-0.5B. */
    HALF_BILLION(896, 24, 14, 2, 4864, 151_936),
    /** 1.54 billion parameters, as Qwen2-1.5B. */
    BILLION_AND_A_HALF(1536, 28, 12, 2, 8960, 151_936);

    private final int hidden;
    private final int layers;
    private final int heads;
    private final int keyValueHeads;
    private final int intermediate;
    private final int vocabulary;

    Size(int hidden, int layers, int heads, int keyValueHeads, int intermediate, int vocabulary) {
      this.hidden = hidden;
      this.layers = layers;
      this.heads = heads;
      this.keyValueHeads = keyValueHeads;
      this.intermediate = intermediate;
      this.vocabulary = vocabulary;
    }

    static Size of(String name) {
      return switch (name) {
        case "tiny" -> TINY;
        case "0.5b" -> HALF_BILLION;
        case "1.5b" -> BILLION_AND_A_HALF;
        default ->
            throw new IllegalArgumentException(
                "Cannot write a model of size %s: allowed are tiny, 0.5b, 1.5b".formatted(name));
      };
    }

    Map<String, Object> config() {
      Map<String, Object> config = new LinkedHashMap<>();
      config.put("architectures", List.of("Qwen2ForSequenceClassification"));
      config.put("model_type", "qwen2");
      config.put("vocab_size", vocabulary);
      config.put("hidden_size", hidden);
      config.put("num_hidden_layers", layers);
      config.put("num_attention_heads", heads);
      config.put("num_key_value_heads", keyValueHeads);
      config.put("intermediate_size", intermediate);
      config.put("max_position_embeddings", MAX_TOKENS);
      config.put("hidden_act", "silu");
      config.put("rms_norm_eps", 1e-6);
      config.put("rope_theta", 1_000_000.0);
      config.put("use_sliding_window", false);
      config.put("attention_dropout", 0.0);
      config.put("tie_word_embeddings", false);
      config.put("pad_token_id", 0);
      return config;
    }
  }

  /**
   * Writes the artifact.
   *
   * @param arguments the size (tiny, 0.5b or 1.5b), a folder that is made, and the precision of the
   *     program (float32 or bfloat16; bfloat16 if absent)
   * @throws IOException if the folder cannot be written
   */
  public static void main(String[] arguments) throws IOException {
    Size size = Size.of(arguments[0]);
    String precision = arguments.length > 2 ? arguments[2] : "bfloat16";
    BackboneArchitecture architecture =
        BackboneArchitecture.of(size.config())
            .with(Precision.valueOf(precision.toUpperCase(Locale.ROOT)));
    Path directory = Files.createDirectories(Path.of(arguments[1]));
    TokenSpace tokens = new TokenSpace(size.vocabulary, 0, MAX_TOKENS);
    System.out.println(BenchmarkModels.write(directory, architecture, tokens));
  }
}
