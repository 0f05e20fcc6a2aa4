package org.touchstone.model.program;

import org.touchstone.model.program.CausalAttention.Scope;

/**
 * GPT-NeoX and Pythia: attention and feed-forward side by side, a quarter of each head rotated,
 * queries, keys and values of a head in one matrix.
 *
 * <p>Honoured: hidden_size, num_hidden_layers, num_attention_heads, intermediate_size, hidden_act,
 * layer_norm_eps, rotary_pct, rotary_emb_base, rope_scaling, use_parallel_residual, attention_bias.
 *
 * <p>Source: Black et al. 2022, arXiv:2204.06745; transformers, models/gpt_neox.
 */
final class GptNeoX implements Backbone {

  private static final String PREFIX = "gpt_neox.";
  private static final double ROTATED_WHEN_ABSENT = 0.25;

  private final HuggingFaceConfig config;
  private final int hidden;
  private final int layers;
  private final int intermediate;
  private final int vocabulary;
  private final double epsilon;
  private final String activation;
  private final Rope rope;
  private final CausalAttention attention;

  private GptNeoX(HuggingFaceConfig config) {
    this.config = config;
    this.hidden = config.size("hidden_size");
    this.layers = config.size("num_hidden_layers");
    this.intermediate = config.size("intermediate_size");
    this.vocabulary = config.size("vocab_size");
    this.epsilon = config.decimal("layer_norm_eps", 1e-5);
    this.activation = config.text("hidden_act", "gelu");
    int heads = config.size("num_attention_heads");
    config.divides("hidden_size", hidden, "num_attention_heads", heads);
    this.rope = Rope.of(config, hidden / heads, ROTATED_WHEN_ABSENT);
    this.attention =
        new CausalAttention(
            heads, heads, hidden / heads, 1 / Math.sqrt((double) hidden / heads), 0, 0);
    Activation.of(config, "hidden_act", activation, "x");
  }

  static Backbone read(HuggingFaceConfig config) {
    return new GptNeoX(config);
  }

  @Override
  public Facts facts() {
    return new Facts(
        "GPTNeoXForSequenceClassification",
        PREFIX,
        vocabulary,
        hidden,
        layers,
        hidden,
        config.integer("max_position_embeddings", 2048),
        Pooling.LAST_ID,
        PREFIX + "embed_in.weight");
  }

  @Override
  public void write(ProgramBuilder program, Pooling pooling) {
    rope.begin(program);
    attention.begin(program, pooling);
    program.line(
        "x = " + program.embedding("ids", PREFIX + "embed_in.weight", vocabulary, hidden, -1));
    for (int i = 0; i < layers; i++) {
      program.nextLayer();
      boolean scoredOnly = i == layers - 1 && pooling != Pooling.MEAN;
      layer(program, PREFIX + "layers." + i + ".", scoredOnly ? Scope.SCORED : Scope.ALL);
    }

    program.finish();
    Heads.lastToken(
        program,
        pooling,
        hidden,
        pooled -> program.layerNorm(pooled, PREFIX + "final_layer_norm", hidden, epsilon));
  }

  private void layer(ProgramBuilder program, String layer, Scope scope) {
    String mixed = attention(program, layer, scope);
    program.line("before = " + Heads.scored("x", scope));
    program.line("x = before + " + mixed);
    boolean parallel = config.flag("use_parallel_residual", true);
    String h =
        program.layerNorm(
            parallel ? "before" : "x", layer + "post_attention_layernorm", hidden, epsilon);
    String wide =
        program.linear(h, Linear.withBias(layer + "mlp.dense_h_to_4h", hidden, intermediate));
    String open = program.let(Activation.of(config, "hidden_act", activation, wide));
    program.line(
        "x = x + "
            + program.linear(
                open, Linear.withBias(layer + "mlp.dense_4h_to_h", intermediate, hidden)));
  }

  private String attention(ProgramBuilder program, String layer, Scope scope) {
    int width = attention.headWidth();
    Linear.Bias bias = Linear.Bias.of(config.flag("attention_bias", true));
    String h = program.layerNorm("x", layer + "input_layernorm", hidden, epsilon);
    Linear all = Linear.of(layer + "attention.query_key_value", hidden, 3 * hidden).with(bias);
    String heads = Heads.split(program, program.linear(h, all), attention.heads(), 3 * width);
    program.line("q, k, v = torch.chunk(%s, 3, -1)".formatted(heads)); // each (B, T, H, d)
    String suffix = scope == Scope.SCORED ? "_last" : "";
    String scored = program.let(Heads.scored("q", scope));
    String q = rope.turn(program, scored, "cosine" + suffix, "sine" + suffix);
    String k = rope.turn(program, "k", "cosine", "sine");
    String mixed = attention.mix(program, q, k, "v", scope);
    return program.linear(mixed, Linear.of(layer + "attention.dense", hidden, hidden).with(bias));
  }
}
