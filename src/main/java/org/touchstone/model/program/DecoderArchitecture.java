package org.touchstone.model.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A causal transformer that reads its reward off the last token: the same function, with the same
 * names of parameters, as {@code LlamaForSequenceClassification} with one label.
 *
 * <p>Shapes: B = sequences, T = padded length, D = hidden width, H = query heads, K = key-value
 * heads, d = D / H, F = intermediate width.
 *
 * <pre>
 *   x_0 = embedding(ids)                                            (B, T, D)
 *   x  := x + O attention(rope(Q norm(x)), rope(K norm(x)), V norm(x))
 *   x  := x + Down (silu(Gate norm(x)) * Up norm(x))                in each layer
 *   reward = score . norm(x at the last token)                      (B, 1)
 *   norm(x) = g x / sqrt(mean(x^2) + eps)
 * </pre>
 *
 * <p>Padding on the right needs no mask, because no real token attends to what follows it; rows
 * padded on the left are turned until their padding is on the right. So attention is always plain
 * causal attention, which fused kernels compute without a (T, T) matrix. In the last layer, only
 * the scored token's query and feed-forward are computed: the others cannot reach the reward.
 *
 * <p>Sources: Touvron et al. 2023, arXiv:2307.09288 (the whole); Zhang and Sennrich 2019,
 * arXiv:1910.07467 (norm); Su et al. 2021, arXiv:2104.09864 (rotary positions, in transformers'
 * half-split layout); Shazeer 2020, arXiv:2002.05202 (SwiGLU); Ainslie et al. 2023,
 * arXiv:2305.13245 (grouped queries); the head and its start N(0, 1 / sqrt(D + 1)), Stiennon et al.
 * 2020, arXiv:2009.01325.
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

  @Override
  public List<TensorSpec> tensors(TokenSpace tokens) {
    TensorSpec.Start ones = TensorSpec.Start.ONES;
    TensorSpec.Start inner = TensorSpec.Start.normal(0.02);

    // Into the residual stream, the sum of 2 L products: Radford et al. 2019, section 2.3
    TensorSpec.Start residual = TensorSpec.Start.normal(0.02 / Math.sqrt(2.0 * layers));
    TensorSpec.Start head = TensorSpec.Start.normal(1 / Math.sqrt(hidden + 1.0));
    long keyWidth = (long) keyValueHeads * headWidth();
    List<TensorSpec> all = new ArrayList<>();
    all.add(TensorSpec.of("model.embed_tokens.weight", inner, tokens.vocabularySize(), hidden));
    for (int i = 0; i < layers; i++) {
      String layer = "model.layers." + i + ".";
      all.add(TensorSpec.of(layer + "self_attn.q_proj.weight", inner, hidden, hidden));
      all.add(TensorSpec.of(layer + "self_attn.k_proj.weight", inner, keyWidth, hidden));
      all.add(TensorSpec.of(layer + "self_attn.v_proj.weight", inner, keyWidth, hidden));
      all.add(TensorSpec.of(layer + "self_attn.o_proj.weight", residual, hidden, hidden));
      all.add(TensorSpec.of(layer + "mlp.gate_proj.weight", inner, intermediate, hidden));
      all.add(TensorSpec.of(layer + "mlp.up_proj.weight", inner, intermediate, hidden));
      all.add(TensorSpec.of(layer + "mlp.down_proj.weight", residual, hidden, intermediate));
      all.add(TensorSpec.of(layer + "input_layernorm.weight", ones, hidden));
      all.add(TensorSpec.of(layer + "post_attention_layernorm.weight", ones, hidden));
    }

    all.add(TensorSpec.of("model.norm.weight", ones, hidden));
    all.add(TensorSpec.of("score.weight", head, 1, hidden));
    return List.copyOf(all);
  }

  @Override
  public String methods(TokenSpace tokens) {
    return DecoderSource.methods(this, tokens);
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
