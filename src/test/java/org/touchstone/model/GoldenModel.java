package org.touchstone.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.touchstone.model.program.BackboneArchitecture;
import org.touchstone.model.program.TokenSpace;

/** A folder with a tiny checkpoint and what transformers makes of it. */
public record GoldenModel(Path folder, Map<String, Object> config, JsonNode golden) {

  private static final JsonMapper JSON = new JsonMapper();

  /** Returns all such folders. */
  public static List<Path> directories() throws IOException {
    return Golden.models();
  }

  /** Returns the names of the spellings of its configuration. */
  public static List<String> configurations(Path folder) {
    return Stream.of("config.json", "config_v5.json")
        .filter(name -> Files.exists(folder.resolve(name)))
        .toList();
  }

  public static GoldenModel open(String name, String config) throws IOException {
    Path folder = Golden.directory(name);
    return new GoldenModel(
        folder,
        JSON.readValue(
            folder.resolve(config).toFile(), new TypeReference<Map<String, Object>>() {}),
        JSON.readTree(folder.resolve("golden.json").toFile()));
  }

  /** Returns the configuration with a variant's overrides. */
  Map<String, Object> config(JsonNode variant) {
    Map<String, Object> changed = new LinkedHashMap<>(config);
    changed.putAll(
        JSON.convertValue(
            variant.get("config_overrides"), new TypeReference<Map<String, Object>>() {}));
    return changed;
  }

  /** Returns a variant's inputs: its own, or those of the case that it names. */
  JsonNode inputs(JsonNode test) {
    if (test.has("input_ids")) {
      return test;
    }

    return named(test.get("case").asText());
  }

  /** Returns a case by its name. */
  public JsonNode named(String name) {
    for (JsonNode test : golden.get("cases")) {
      if (test.get("name").asText().equals(name)) {
        return test;
      }
    }

    throw new AssertionError("no case " + name);
  }

  /**
   * Returns the expected logits. Where the reference counts padding on the left as positions
   * (GPT-2), the right ones are those of the same rows padded on the right.
   */
  JsonNode documented(JsonNode inputs, JsonNode expected) {
    boolean isGpt2 = "gpt2".equals(config.get("model_type"));
    boolean isLeft = inputs.path("name").asText().equals("batch_left_pad");
    if (!isGpt2 || !isLeft) {
      return expected.get("logits");
    }

    return named("batch_right_pad").get("logits_of_rows_alone_unpadded");
  }

  GoldenProgram program(Path directory, Map<String, Object> settings) throws IOException {
    return GoldenProgram.open(directory, folder, BackboneArchitecture.of(settings));
  }

  /** Writes the checkpoint as an artifact of ours, trained in full. */
  public Path artifact(Path directory) throws IOException {
    return artifact(directory, BackboneArchitecture.of(config));
  }

  /** Writes the checkpoint as an artifact of ours. */
  public Path artifact(Path directory, BackboneArchitecture architecture) throws IOException {
    int pad = config.get("pad_token_id") instanceof Number number ? number.intValue() : 0;
    TokenSpace tokens = new TokenSpace(architecture.facts().vocabulary(), pad, 128);
    try (Checkpoint checkpoint = Checkpoint.open(folder)) {
      return ArtifactFixtures.write(
          directory,
          architecture,
          tokens,
          BackboneWeights.forTraining(checkpoint, architecture, 7));
    }
  }
}
