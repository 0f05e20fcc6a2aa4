package org.touchstone.model.program;

import org.touchstone.model.program.GatedDecoder.HeadNorms;
import org.touchstone.model.program.GatedDecoder.Norms;

/**
 * Qwen 3: Llama with norms of queries and keys, head by head before the rotation.
 *
 * <p>Honoured: those of Llama but for mlp_bias; head_dim is 128 where absent; use_sliding_window,
 * sliding_window, max_window_layers, layer_types.
 *
 * <p>Source: Qwen Team 2025, arXiv:2505.09388; transformers, models/qwen3.
 */
final class Qwen3 {

  private static final int HEAD_WIDTH_WHEN_ABSENT = 128;

  private Qwen3() {}

  static Backbone read(HuggingFaceConfig config) {
    int headWidth = config.size("head_dim", HEAD_WIDTH_WHEN_ABSENT);
    Linear.Bias attention = Linear.Bias.of(config.flag("attention_bias", false));
    config.only("mlp_bias", false);
    return new GatedDecoder(
        config,
        "Qwen3ForSequenceClassification",
        new GatedDecoder.Options(
            attention,
            attention,
            Linear.Bias.NO,
            "hidden_act",
            config.text("hidden_act", "silu"),
            headWidth,
            32,
            Norms.BEFORE,
            HeadNorms.QUERIES_AND_KEYS,
            1 / Math.sqrt(headWidth),
            0,
            Qwen2.windows(config),
            1));
  }
}
