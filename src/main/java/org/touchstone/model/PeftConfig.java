package org.touchstone.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * An {@code adapter_config.json} of the PEFT library. What the tensors of the adapter tell by
 * themselves (which modules have factors, which are replaced) is read from them; a key that changes
 * the result otherwise is honoured or refused by name.
 *
 * <p>Sources: LoRA, Hu et al. 2021, arXiv:2106.09685; the scale alpha / sqrt(r), Kalajdzievski
 * 2023, arXiv:2312.03732; DoRA, Liu et al. 2024, arXiv:2402.09353.
 */
final class PeftConfig {

  static final String FILE = "adapter_config.json";

  private static final JsonMapper JSON = new JsonMapper();

  /** Keys that are honoured, or told by the tensors, or matter in training only. */
  private static final Set<String> READ =
      Set.of(
          "alpha_pattern",
          "auto_mapping",
          "base_model_name_or_path",
          "bias",
          "corda_config",
          "eva_config",
          "exclude_modules",
          "fan_in_fan_out",
          "inference_mode",
          "init_lora_weights",
          "layers_pattern",
          "layers_to_transform",
          "loftq_config",
          "lora_alpha",
          "lora_dropout",
          "megatron_core",
          "modules_to_save",
          "peft_type",
          "peft_version",
          "qalora_group_size",
          "r",
          "rank_pattern",
          "revision",
          "runtime_config",
          "target_modules",
          "task_type",
          "use_dora",
          "use_rslora");

  /** First values of the factors that leave the base as it is. */
  private static final Set<String> STARTS =
      Set.of("true", "false", "gaussian", "eva", "orthogonal");

  private final Path file;
  private final JsonNode values;

  private PeftConfig(Path file, JsonNode values) {
    this.file = file;
    this.values = values;
  }

  /** Reads the file of a folder. */
  static PeftConfig read(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    if (!Files.exists(file)) {
      throw new IOException(
          "Cannot apply adapter %s: found no %s, which says how its weights are applied"
              .formatted(folder, FILE));
    }

    try {
      PeftConfig config = new PeftConfig(file, JSON.readTree(file.toFile()));
      config.check();
      return config;
    } catch (JsonProcessingException e) {
      throw new IOException("Cannot read %s: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }

  private void check() throws IOException {
    if (!values.path("peft_type").asText().equals("LORA")) {
      throw refusal("peft_type", "LORA");
    }

    if (values.hasNonNull("init_lora_weights")
        && !STARTS.contains(values.path("init_lora_weights").asText())) {
      throw refusal("init_lora_weights", String.join(", ", STARTS.stream().sorted().toList()));
    }

    Iterator<Map.Entry<String, JsonNode>> fields = values.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (!READ.contains(field.getKey()) && !isUnset(field.getValue())) {
        throw refusal(field.getKey(), "an adapter without it");
      }
    }
  }

  private static boolean isUnset(JsonNode value) {
    return value.isNull()
        || (value.isBoolean() && !value.asBoolean())
        || (value.isContainerNode() && value.isEmpty());
  }

  private IOException refusal(String key, String allowed) {
    return new IOException(
        "Cannot apply adapter %s: %s is %s, allowed is %s"
            .formatted(
                file,
                key,
                values.path(key).isMissingNode() ? "missing" : values.get(key),
                allowed));
  }

  /** Returns the base that the adapter names; null if it names none. */
  @Nullable String base() {
    String base = values.path("base_model_name_or_path").asText("");
    return base.isEmpty() || values.path("base_model_name_or_path").isNull() ? null : base;
  }

  boolean usesMagnitudes() {
    return values.path("use_dora").asBoolean();
  }

  /** Returns what the product of a module's factors is multiplied by. */
  double scale(String module, int rank) throws IOException {
    double declared = number("rank_pattern", "r", module);
    if (declared != rank) {
      throw new IOException(
          "Cannot apply adapter %s: the factors of %s are of rank %d, the file says %s"
              .formatted(file, module, rank, declared));
    }

    double alpha = number("alpha_pattern", "lora_alpha", module);
    return alpha / (values.path("use_rslora").asBoolean() ? Math.sqrt(rank) : rank);
  }

  /** The first pattern that matches the end of the module's name wins, as in PEFT. */
  private double number(String patterns, String usual, String module) throws IOException {
    Iterator<Map.Entry<String, JsonNode>> fields = values.path(patterns).fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      if (matches(patterns, field.getKey(), module)) {
        return field.getValue().asDouble();
      }
    }

    if (!values.path(usual).isNumber()) {
      throw refusal(usual, "a number");
    }

    return values.path(usual).asDouble();
  }

  private boolean matches(String patterns, String pattern, String module) throws IOException {
    try {
      return Pattern.matches("(.*\\.)?(" + pattern + ")", module);
    } catch (PatternSyntaxException e) {
      throw new IOException(
          "Cannot apply adapter %s: %s has the pattern %s, which is no regular expression"
              .formatted(file, patterns, pattern),
          e);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
