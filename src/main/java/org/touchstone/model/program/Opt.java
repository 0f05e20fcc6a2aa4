package org.touchstone.model.program;

import org.touchstone.model.program.CausalAttention.Scope;

/**
 * OPT: learned positions along the mask, norms before (or after, in the 350 M model), embeddings
 * that may be narrower than the layers.
 *
 * <p>Honoured: hidden_size, num_hidden_layers, num_attention_heads, ffn_dim, word_embed_proj_dim,
 * max_position_embeddings, activation_function, do_layer_norm_before, _remove_final_layer_norm,
 * enable_bias, layer_norm_elementwise_affine.
 *
 * <p>Source: Zhang et al. 2022, arXiv:2205.01068; transformers, models/opt.
 */
final class Opt implements Backbone {

  private static final String PREFIX = "model.";
  private static final String DECODER = PREFIX + "decoder.";

  /** The first two rows of the position table are never used. */
  private static final int POSITION_OFFSET = 2;

  private static final double EPSILON = 1e-5;

  private final HuggingFaceConfig config;
  private final int hidden;
  private final int layers;
  private final int inner;
  private final int embedded;
  private final int vocabulary;
  private final int positions;
  private final String activation;
  private final boolean normBefore;
  private final CausalAttention attention;

  private Opt(HuggingFaceConfig config) {
    this.config = config;
    this.hidden = config.size("hidden_size");
    this.layers = config.size("num_hidden_layers");
    this.inner = config.size("ffn_dim");
    this.embedded = config.size("word_embed_proj_dim", hidden);
    this.vocabulary = config.size("vocab_size");
    this.positions = config.size("max_position_embeddings", 2048);
    this.activation = config.text("activation_function", "relu");
    this.normBefore = config.flag("do_layer_norm_before", true);
    int heads = config.size("num_attention_heads");
    config.divides("hidden_size", hidden, "num_attention_heads", heads);
    this.attention =
        new CausalAttention(
            heads, heads, hidden / heads, 1 / Math.sqrt((double) hidden / heads), 0, 0);
    Activation.of(config, "activation_function", activation, "x");
  }

  static Backbone read(HuggingFaceConfig config) {
    return new Opt(config);
  }

  @Override
  public Facts facts() {
    return new Facts(
        "OPTForSequenceClassification",
        PREFIX,
        vocabulary,
        hidden,
        layers,
        hidden,
        positions,
        Pooling.LAST_ID,
        DECODER + "embed_tokens.weight");
  }

  @Override
  public void write(ProgramBuilder program, Pooling pooling) {
    attention.begin(program, pooling);
    int padding = config.integer("pad_token_id", 1);
    String tokens =
        program.embedding("ids", DECODER + "embed_tokens.weight", vocabulary, embedded, padding);
    if (embedded != hidden) {
      tokens = program.linear(tokens, Linear.of(DECODER + "project_in", embedded, hidden));
    }

    String along =
        program.let("torch.cumsum(mask, 1) * mask + %d".formatted(POSITION_OFFSET - 1)); // (B, T)
    String places =
        program.embedding(
            along, DECODER + "embed_positions.weight", positions + POSITION_OFFSET, hidden, -1);
    program.line("x = %s + %s".formatted(tokens, places));
    for (int i = 0; i < layers; i++) {
      program.nextLayer();
      boolean scoredOnly = i == layers - 1 && pooling != Pooling.MEAN;
      layer(program, DECODER + "layers." + i + ".", scoredOnly ? Scope.SCORED : Scope.ALL);
    }

    program.finish();
    Heads.lastToken(program, pooling, embedded, pooled -> last(program, pooled));
  }

  private String last(ProgramBuilder program, String pooled) {
    boolean normed = normBefore && !config.flag("_remove_final_layer_norm", false);
    String x = normed ? norm(program, pooled, DECODER + "final_layer_norm") : pooled;
    return embedded == hidden
        ? x
        : program.linear(x, Linear.of(DECODER + "project_out", hidden, embedded));
  }

  private void layer(ProgramBuilder program, String layer, Scope scope) {
    String h = normBefore ? norm(program, "x", layer + "self_attn_layer_norm") : "x";
    String mixed = attention(program, layer + "self_attn.", h, scope);
    program.line("x = %s + %s".formatted(Heads.scored("x", scope), mixed));
    if (!normBefore) {
      program.line("x = " + norm(program, "x", layer + "self_attn_layer_norm"));
    }

    String fed = normBefore ? norm(program, "x", layer + "final_layer_norm") : "x";
    String wide = program.linear(fed, linear(layer + "fc1", hidden, inner));
    String open = program.let(Activation.of(config, "activation_function", activation, wide));
    program.line("x = x + " + program.linear(open, linear(layer + "fc2", inner, hidden)));
    if (!normBefore) {
      program.line("x = " + norm(program, "x", layer + "final_layer_norm"));
    }
  }

  private String attention(ProgramBuilder program, String name, String h, Scope scope) {
    int heads = attention.heads();
    int width = attention.headWidth();
    String scored = program.let(Heads.scored(h, scope));
    String q = program.linear(scored, linear(name + "q_proj", hidden, hidden));
    String k = program.linear(h, linear(name + "k_proj", hidden, hidden));
    String v = program.linear(h, linear(name + "v_proj", hidden, hidden));
    String mixed =
        attention.mix(
            program,
            Heads.split(program, q, heads, width),
            Heads.split(program, k, heads, width),
            Heads.split(program, v, heads, width),
            scope);
    return program.linear(mixed, linear(name + "out_proj", hidden, hidden));
  }

  private Linear linear(String name, int in, int out) {
    return Linear.of(name, in, out).with(Linear.Bias.of(config.flag("enable_bias", true)));
  }

  private String norm(ProgramBuilder program, String x, String name) {
    return config.flag("layer_norm_elementwise_affine", true)
        ? program.layerNorm(x, name, hidden, EPSILON)
        : program.layerNorm(x, "None", "None", hidden, EPSILON);
  }
}
