package org.touchstone.model.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of {@code config.json} that every reward model has. */
final class ConfigKeys {

  private ConfigKeys() {}

  /** Returns an open map, for the architecture to add its sizes. */
  static Map<String, Object> of(String modelType, List<String> architectures, TokenSpace tokens) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("architectures", architectures);
    config.put("model_type", modelType);

    // One label: transformers reads num_labels = 1 off the map, DJL a sigmoid instead of a softmax
    config.put("id2label", Map.of("0", "LABEL_0"));
    config.put("label2id", Map.of("LABEL_0", 0));
    config.put("problem_type", "regression");
    config.put("pad_token_id", tokens.padTokenId());
    config.put("vocab_size", tokens.vocabularySize());
    config.put("max_position_embeddings", tokens.maxTokens());
    config.put("torch_dtype", "float32");
    return config;
  }
}
