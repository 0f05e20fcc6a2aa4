package org.touchstone.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.touchstone.model.program.Architecture;
import org.touchstone.model.program.DecoderArchitecture;
import org.touchstone.model.program.TokenSpace;

/** Small artifacts for tests. */
public final class ArtifactFixtures {

  /** The folder of reference values of a tiny Llama, computed by transformers. */
  public static final Path GOLDEN_LLAMA = Path.of("src/test/resources/golden/llama");

  /** The sizes of that model. */
  public static final DecoderArchitecture GOLDEN_ARCHITECTURE =
      new DecoderArchitecture(64, 2, 4, 2, 112, 10_000, 1e-5);

  private static final TokenSpace GOLDEN_TOKENS = new TokenSpace(512, 0, 128);

  private static final String TOKENIZER =
      """
      {"version": "1.0", "added_tokens": [], "normalizer": null,
       "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null,
       "model": {"type": "WordLevel", "unk_token": "<unk>",
                 "vocab": {"<pad>": 0, "<unk>": 1, "good": 2, "bad": 3, "very": 4, "text": 5}}}
      """;

  private ArtifactFixtures() {}

  /** Reads the reference values. */
  public static JsonNode golden() throws IOException {
    return new JsonMapper().readTree(GOLDEN_LLAMA.resolve("golden.json").toFile());
  }

  /** Writes the tiny Llama as an artifact of ours. */
  public static Path goldenLlama(Path directory) throws IOException {
    try (SafetensorsFile weights =
        SafetensorsFile.open(GOLDEN_LLAMA.resolve("model.safetensors"))) {
      return write(directory, GOLDEN_ARCHITECTURE, GOLDEN_TOKENS, weights);
    }
  }

  /** Writes a model with the first weights of a seed. */
  public static Path untrained(Path directory, Architecture architecture, TokenSpace tokens)
      throws IOException {
    return write(directory, architecture, tokens, new InitialWeights(7));
  }

  static Path write(
      Path directory, Architecture architecture, TokenSpace tokens, WeightSource weights)
      throws IOException {
    Path tokenizer = Files.createDirectories(directory.resolve("tokenizer"));
    Files.writeString(tokenizer.resolve("tokenizer.json"), TOKENIZER);
    Files.writeString(tokenizer.resolve("tokenizer_config.json"), "{\"pad_token\": \"<pad>\"}");
    Path artifact = directory.resolve("artifact");
    ArtifactDescription description =
        ArtifactDescription.untrained(architecture, tokens, tokens.maxTokens() / 2, Map.of(), 7);
    RewardModelArtifact.write(artifact, description, weights, tokenizer, Map.of());
    return artifact;
  }
}
