package org.touchstone.model.program;

import java.util.List;
import org.touchstone.model.program.GatedDecoder.HeadNorms;
import org.touchstone.model.program.GatedDecoder.Norms;

/**
 * Qwen 2 and 2.5: Llama with biases of queries, keys and values.
 *
 * <p>Honoured: those of Llama but for biases, which are fixed; use_sliding_window, sliding_window,
 * max_window_layers, layer_types.
 *
 * <p>Source: Yang et al. 2024, arXiv:2407.10671; transformers, models/qwen2.
 */
final class Qwen2 {

  private static final int WINDOW_WHEN_ABSENT = 4096;
  private static final int FULL_LAYERS_WHEN_ABSENT = 28;

  private Qwen2() {}

  static Backbone read(HuggingFaceConfig config) {
    int headWidth = GatedDecoder.headWidth(config);
    return new GatedDecoder(
        config,
        "Qwen2ForSequenceClassification",
        new GatedDecoder.Options(
            Linear.Bias.YES,
            Linear.Bias.NO,
            Linear.Bias.NO,
            "hidden_act",
            config.text("hidden_act", "silu"),
            headWidth,
            32,
            Norms.BEFORE,
            HeadNorms.NONE,
            1 / Math.sqrt(headWidth),
            0,
            windows(config),
            1));
  }

  /** The rule of Qwen 2 and 3: layers from max_window_layers on slide, if sliding is on. */
  static List<Integer> windows(HuggingFaceConfig config) {
    int window =
        config.flag("use_sliding_window", false)
            ? config.integer("sliding_window", WINDOW_WHEN_ABSENT)
            : 0;
    int full = config.integer("max_window_layers", FULL_LAYERS_WHEN_ABSENT);
    return LayerWindows.of(config, window, layer -> window > 0 && layer >= full);
  }
}
