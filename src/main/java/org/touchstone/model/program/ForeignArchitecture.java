package org.touchstone.model.program;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that somebody else wrote. It has the entry point of every program, and nothing more is
 * known of it: it can be scored and audited, not trained, exported or made part of another.
 *
 * @param config what {@code config.json} said beside it; may be empty
 */
public record ForeignArchitecture(Map<String, Object> config) implements Architecture {

  private static final String TYPE = "model_type";

  /** Copies the configuration. */
  public ForeignArchitecture {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  @Override
  public boolean isKnown() {
    return false;
  }

  @Override
  public List<TensorSpec> tensors(TokenSpace tokens) {
    return List.of();
  }

  @Override
  public String methods(TokenSpace tokens) {
    throw new IllegalArgumentException(
        "Cannot write the program of %s: it came as a model.pt from elsewhere".formatted(this));
  }

  /** DJL's translators need one label; the rest is as it came. */
  @Override
  public Map<String, Object> config(TokenSpace tokens) {
    Map<String, Object> written = new LinkedHashMap<>(config);
    written.putIfAbsent(TYPE, "touchstone-foreign");
    written.put("id2label", Map.of("0", "LABEL_0"));
    written.put("pad_token_id", tokens.padTokenId());
    return written;
  }

  /** Not known. */
  @Override
  public double forwardOperations(int sequenceTokens) {
    return 0;
  }

  @Override
  public String toString() {
    return "foreign program (%s)".formatted(config.getOrDefault(TYPE, "no model_type"));
  }
}
