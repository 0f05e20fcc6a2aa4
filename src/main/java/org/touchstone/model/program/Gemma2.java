package org.touchstone.model.program;

import org.touchstone.model.program.GatedDecoder.HeadNorms;
import org.touchstone.model.program.GatedDecoder.Norms;

/**
 * Gemma 2: norms before and after, capped attention scores, every other layer with a window.
 *
 * <p>The cap is always applied. transformers' default attention (sdpa) leaves it out in silence;
 * its eager one applies it, as Google's own code does.
 *
 * <p>Honoured: those of Llama but for mlp_bias; hidden_activation, query_pre_attn_scalar,
 * attn_logit_softcapping, sliding_window, layer_types; head_dim is 256 where absent.
 * final_logit_softcapping bounds next-token logits and has no say in a reward.
 *
 * <p>Source: Gemma Team 2024, arXiv:2408.00118; transformers, models/gemma2.
 */
final class Gemma2 {

  private static final int HEAD_WIDTH_WHEN_ABSENT = 256;

  private Gemma2() {}

  static Backbone read(HuggingFaceConfig config) {
    config.only("use_bidirectional_attention", false);
    config.only("mlp_bias", false);
    Linear.Bias attention = Linear.Bias.of(config.flag("attention_bias", false));
    int headWidth = config.size("head_dim", HEAD_WIDTH_WHEN_ABSENT);
    int window = whenAbsent(config, "sliding_window", 4096);
    double cap =
        config.values().containsKey("attn_logit_softcapping")
            ? config.decimal("attn_logit_softcapping", 0)
            : 50;
    return new GatedDecoder(
        config,
        "Gemma2ForSequenceClassification",
        new GatedDecoder.Options(
            attention,
            attention,
            Linear.Bias.NO,
            "hidden_activation",
            config.text("hidden_activation", "gelu_pytorch_tanh"),
            headWidth,
            4,
            Norms.AROUND,
            HeadNorms.NONE,
            1 / Math.sqrt(config.decimal("query_pre_attn_scalar", 256)),
            cap,
            LayerWindows.of(config, window, layer -> layer % 2 == 0),
            Math.sqrt(config.size("hidden_size"))));
  }

  /** Absent is the family's default, null is none. */
  private static int whenAbsent(HuggingFaceConfig config, String key, int otherwise) {
    return config.values().containsKey(key) ? config.integer(key, 0) : otherwise;
  }
}
