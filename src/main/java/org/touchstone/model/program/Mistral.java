package org.touchstone.model.program;

import org.touchstone.model.program.GatedDecoder.HeadNorms;
import org.touchstone.model.program.GatedDecoder.Norms;

/**
 * Mistral: Llama without biases, each token seeing a window of those before it.
 *
 * <p>Honoured: those of Llama but for biases; sliding_window, layer_types.
 *
 * <p>Source: Jiang et al. 2023, arXiv:2310.06825; transformers, models/mistral.
 */
final class Mistral {

  private static final int WINDOW_WHEN_ABSENT = 4096;

  private Mistral() {}

  static Backbone read(HuggingFaceConfig config) {
    int headWidth = GatedDecoder.headWidth(config);
    int window =
        config.values().containsKey("sliding_window")
            ? config.integer("sliding_window", 0)
            : WINDOW_WHEN_ABSENT;
    return new GatedDecoder(
        config,
        "MistralForSequenceClassification",
        new GatedDecoder.Options(
            Linear.Bias.NO,
            Linear.Bias.NO,
            Linear.Bias.NO,
            "hidden_act",
            config.text("hidden_act", "silu"),
            headWidth,
            8,
            Norms.BEFORE,
            HeadNorms.NONE,
            1 / Math.sqrt(headWidth),
            0,
            LayerWindows.of(config, window, layer -> true),
            1));
  }
}
