package org.touchstone.model.program;

import java.util.Collections;
import org.touchstone.model.program.GatedDecoder.HeadNorms;
import org.touchstone.model.program.GatedDecoder.Norms;

/**
 * Llama 1 to 3 and what shares their code.
 *
 * <p>Honoured: hidden_size, num_hidden_layers, num_attention_heads, num_key_value_heads, head_dim,
 * intermediate_size, hidden_act, rms_norm_eps, rope_theta, rope_scaling, attention_bias, mlp_bias.
 *
 * <p>Source: Touvron et al. 2023, arXiv:2307.09288; transformers, models/llama.
 */
final class Llama {

  private Llama() {}

  static Backbone read(HuggingFaceConfig config) {
    Linear.Bias attention = Linear.Bias.of(config.flag("attention_bias", false));
    int headWidth = GatedDecoder.headWidth(config);
    return new GatedDecoder(
        config,
        "LlamaForSequenceClassification",
        new GatedDecoder.Options(
            attention,
            attention,
            Linear.Bias.of(config.flag("mlp_bias", false)),
            "hidden_act",
            config.text("hidden_act", "silu"),
            headWidth,
            config.size("num_attention_heads"),
            Norms.BEFORE,
            HeadNorms.NONE,
            1 / Math.sqrt(headWidth),
            0,
            Collections.nCopies(config.size("num_hidden_layers"), 0),
            1));
  }
}
