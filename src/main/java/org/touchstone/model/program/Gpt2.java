package org.touchstone.model.program;

import org.touchstone.model.program.CausalAttention.Scope;

/**
 * GPT-2: learned positions, layer norms before, matrices stored as (in, out).
 *
 * <p>Positions count from the first real token. The reference counts padding too, so that its
 * rewards change with padding on the left; right-padded and single rows agree.
 *
 * <p>Honoured: n_embd, n_layer, n_head, n_inner, n_positions, activation_function,
 * layer_norm_epsilon, scale_attn_weights, scale_attn_by_inverse_layer_idx. reorder_and_upcast_attn
 * changes rounding in half precision only. The summary_ keys belong to another head.
 *
 * <p>Source: Radford et al. 2019; transformers, models/gpt2.
 */
final class Gpt2 implements Backbone {

  private static final String PREFIX = "transformer.";

  private final HuggingFaceConfig config;
  private final int hidden;
  private final int layers;
  private final int heads;
  private final int inner;
  private final int positions;
  private final int vocabulary;
  private final double epsilon;
  private final String activation;

  private Gpt2(HuggingFaceConfig config) {
    this.config = config;
    this.hidden = config.size("n_embd", config.size("hidden_size", 768));
    this.layers = config.size("n_layer", config.size("num_hidden_layers", 12));
    this.heads = config.size("n_head", config.size("num_attention_heads", 12));
    this.inner = config.size("n_inner", 4 * hidden);
    this.positions = config.size("n_positions", config.size("max_position_embeddings", 1024));
    this.vocabulary = config.size("vocab_size");
    this.epsilon = config.decimal("layer_norm_epsilon", 1e-5);
    this.activation = config.text("activation_function", "gelu_new");
    config.divides("n_embd", hidden, "n_head", heads);
    Activation.of(config, "activation_function", activation, "x");
  }

  static Backbone read(HuggingFaceConfig config) {
    return new Gpt2(config);
  }

  @Override
  public Facts facts() {
    return new Facts(
        "GPT2ForSequenceClassification",
        PREFIX,
        vocabulary,
        hidden,
        layers,
        hidden,
        positions,
        Pooling.LAST_ID,
        PREFIX + "wte.weight");
  }

  private CausalAttention attention(int layer) {
    double scale =
        config.flag("scale_attn_weights", true) ? 1 / Math.sqrt((double) hidden / heads) : 1;
    boolean byLayer = config.flag("scale_attn_by_inverse_layer_idx", false);
    return new CausalAttention(
        heads, heads, hidden / heads, byLayer ? scale / (layer + 1) : scale, 0, 0);
  }

  @Override
  public void write(ProgramBuilder program, Pooling pooling) {
    attention(0).begin(program, pooling);
    String tokens = program.embedding("ids", PREFIX + "wte.weight", vocabulary, hidden, -1);
    String places = program.embedding("positions", PREFIX + "wpe.weight", positions, hidden, -1);
    program.line("x = %s + %s".formatted(tokens, places));
    for (int i = 0; i < layers; i++) {
      program.nextLayer();
      boolean scoredOnly = i == layers - 1 && pooling != Pooling.MEAN;
      layer(program, i, scoredOnly ? Scope.SCORED : Scope.ALL);
    }

    program.finish();
    Heads.lastToken(
        program,
        pooling,
        hidden,
        pooled -> program.layerNorm(pooled, PREFIX + "ln_f", hidden, epsilon));
  }

  private void layer(ProgramBuilder program, int index, Scope scope) {
    String layer = PREFIX + "h." + index + ".";
    String h = program.layerNorm("x", layer + "ln_1", hidden, epsilon);
    String all = program.linear(h, Linear.conv1d(layer + "attn.c_attn", hidden, 3 * hidden));
    program.line("q, k, v = torch.chunk(%s, 3, -1)".formatted(all));
    String q = Heads.split(program, program.let(Heads.scored("q", scope)), heads, hidden / heads);
    String k = Heads.split(program, "k", heads, hidden / heads);
    String v = Heads.split(program, "v", heads, hidden / heads);
    String mixed = attention(index).mix(program, q, k, v, scope);
    Linear output = Linear.conv1d(layer + "attn.c_proj", hidden, hidden);
    program.line("x = %s + %s".formatted(Heads.scored("x", scope), program.linear(mixed, output)));
    String wide =
        program.linear(
            program.layerNorm("x", layer + "ln_2", hidden, epsilon),
            Linear.conv1d(layer + "mlp.c_fc", hidden, inner));
    String open = program.let(Activation.of(config, "activation_function", activation, wide));
    program.line(
        "x = x + " + program.linear(open, Linear.conv1d(layer + "mlp.c_proj", inner, hidden)));
  }
}
