package org.touchstone.model.program;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The families of Hugging Face models that become reward models. To add one: a class with a method
 * that reads its {@code config.json}, and one line here.
 */
final class BackboneFamily {

  private static final Map<String, Function<HuggingFaceConfig, Backbone>> BY_MODEL_TYPE =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("llama", Llama::read),
              Map.entry("mistral", Mistral::read),
              Map.entry("qwen2", Qwen2::read),
              Map.entry("qwen3", Qwen3::read),
              Map.entry("gemma2", Gemma2::read),
              Map.entry("gpt2", Gpt2::read),
              Map.entry("gpt_neox", GptNeoX::read),
              Map.entry("opt", Opt::read),
              Map.entry("bert", Bert::read),
              Map.entry("roberta", Roberta::read),
              Map.entry("xlm-roberta", Roberta::read),
              Map.entry("electra", Electra::read),
              Map.entry("deberta-v2", DebertaV2::read),
              Map.entry("modernbert", ModernBert::read)));

  private BackboneFamily() {}

  /** Returns the values of model_type that are known. */
  static List<String> modelTypes() {
    return List.copyOf(BY_MODEL_TYPE.keySet());
  }

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException if the family is not known or an option is not honoured
   */
  static Backbone read(HuggingFaceConfig config) {
    Function<HuggingFaceConfig, Backbone> family = BY_MODEL_TYPE.get(config.modelType());
    if (family == null) {
      throw config.problem("model_type", config.modelType(), modelTypes().toString());
    }

    config.only("is_encoder_decoder", false);
    config.only("add_cross_attention", false);
    config.only("pruned_heads", Map.of());
    return family.apply(config);
  }
}
