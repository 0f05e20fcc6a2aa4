package org.touchstone.model.program;

import java.util.List;
import java.util.Map;

/**
 * A causal transformer that is trained from its first weights: {@link Llama} of a few sizes, with
 * the names of parameters and the config.json of {@code LlamaForSequenceClassification}.
 *
 * <p>{@link GatedDecoder} has the formulas. The head starts as N(0, 1 / sqrt(D + 1)), Stiennon et
 * al. 2020, arXiv:2009.01325; matrices into the residual stream as in Radford et al. 2019, section
 * 2.3.
 *
 * @param hidden D, a multiple of {@code heads}
 * @param layers number of layers
 * @param heads H
 * @param keyValueHeads K, a divisor of {@code heads}
 * @param intermediate F
 * @param ropeTheta base of the rotary frequencies, 10000 in the paper
 * @param normEpsilon added to the mean square before the root
 */
public record DecoderArchitecture(
    int hidden,
    int layers,
    int heads,
    int keyValueHeads,
    int intermediate,
    double ropeTheta,
    double normEpsilon)
    implements Architecture {

  /** Refuses sizes that do not divide. */
  public DecoderArchitecture {
    if (hidden < 1 || layers < 1 || heads < 1 || keyValueHeads < 1 || intermediate < 1) {
      throw new IllegalArgumentException(
          "Cannot build a decoder: hidden %d, layers %d, heads %d, key-value heads %d, intermediate %d, all must be at least 1"
              .formatted(hidden, layers, heads, keyValueHeads, intermediate));
    }

    if (hidden % heads != 0 || (hidden / heads) % 2 != 0 || heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          "Cannot build a decoder: hidden %d, heads %d, key-value heads %d; hidden / heads must be even and heads / key-value heads whole"
              .formatted(hidden, heads, keyValueHeads));
    }

    if (!(ropeTheta > 0) || !(normEpsilon > 0)) {
      throw new IllegalArgumentException(
          "Cannot build a decoder: rope theta %s and norm epsilon %s, both must be above 0"
              .formatted(ropeTheta, normEpsilon));
    }
  }

  private int headWidth() {
    return hidden / heads;
  }

  private BackboneArchitecture backbone(TokenSpace tokens) {
    return BackboneArchitecture.of(config(tokens)).with(Pooling.LAST_TOKEN);
  }

  @Override
  public List<TensorSpec> tensors(TokenSpace tokens) {
    return backbone(tokens).tensors(tokens);
  }

  @Override
  public boolean hasLayers() {
    return true;
  }

  @Override
  public boolean loadsInTransformers() {
    return true;
  }

  @Override
  public String methods(TokenSpace tokens) {
    return backbone(tokens).methods(tokens);
  }

  @Override
  public Map<String, Object> config(TokenSpace tokens) {
    Map<String, Object> config =
        ConfigKeys.of("llama", List.of("LlamaForSequenceClassification"), tokens);
    config.put("hidden_size", hidden);
    config.put("intermediate_size", intermediate);
    config.put("num_hidden_layers", layers);
    config.put("num_attention_heads", heads);
    config.put("num_key_value_heads", keyValueHeads);
    config.put("head_dim", headWidth());
    config.put("hidden_act", "silu");
    config.put("rms_norm_eps", normEpsilon);
    config.put("rope_theta", ropeTheta);
    config.put("attention_bias", false);
    config.put("mlp_bias", false);
    config.put("attention_dropout", 0.0);
    config.put("tie_word_embeddings", false);
    config.put("initializer_range", 0.02);
    return config;
  }

  @Override
  public double forwardOperations(int sequenceTokens) {
    double tokens = sequenceTokens;
    double causalAttention = 2.0 * tokens * tokens * hidden;
    return layers * (2.0 * tokens * (keyValueWeights() + otherWeights()) + causalAttention)
        + 2.0 * hidden;
  }

  @Override
  public double executedOperations(int sequenceTokens) {
    double skipped =
        2.0 * (sequenceTokens - 1.0) * otherWeights()
            + 2.0 * sequenceTokens * (sequenceTokens - 2.0) * hidden;
    return forwardOperations(sequenceTokens) - Math.max(0, skipped);
  }

  /** Weights of one layer that every token needs. */
  private double keyValueWeights() {
    return 2.0 * keyValueHeads * headWidth() * hidden;
  }

  /** Weights of one layer that, in the last layer, only the scored token needs. */
  private double otherWeights() {
    return 2.0 * hidden * hidden + 3.0 * hidden * intermediate;
  }
}
