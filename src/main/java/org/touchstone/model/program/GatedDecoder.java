package org.touchstone.model.program;

import java.util.List;
import org.touchstone.model.program.CausalAttention.Scope;

/**
 * A causal transformer with rotary positions, root-mean-square norms and a gated feed-forward, as
 * Llama and its relatives.
 *
 * <p>Shapes: B = sequences, T = padded length, D = hidden width, H = query heads, K = key-value
 * heads, d = width of a head, F = intermediate width.
 *
 * <pre>
 *   x_0 = embedding(ids)                                            (B, T, D)
 *   x  := x + O attention(rope(Q norm(x)), rope(K norm(x)), V norm(x))
 *   x  := x + Down (act(Gate norm(x)) * Up norm(x))                 in each layer
 *   reward = score . norm(x at the scored token)                    (B, 1)
 * </pre>
 *
 * <p>In the last layer only the scored token's query and feed-forward are computed, as the others
 * cannot reach the reward, unless it is a mean over tokens.
 *
 * <p>Sources: Touvron et al. 2023, arXiv:2307.09288; Zhang and Sennrich 2019, arXiv:1910.07467
 * (norm); Shazeer 2020, arXiv:2002.05202 (gated feed-forward); Ainslie et al. 2023,
 * arXiv:2305.13245 (grouped queries).
 */
final class GatedDecoder implements Backbone {

  private static final String PREFIX = "model.";

  private final HuggingFaceConfig config;
  private final String architecture;
  private final Options options;
  private final int hidden;
  private final int layers;
  private final int intermediate;
  private final int vocabulary;
  private final double epsilon;
  private final Rope rope;
  private final CausalAttention attention;

  /** What the relatives differ in. */
  enum Norms {
    /** Before attention and before the feed-forward. */
    BEFORE,
    /** Before and after both, with gains stored as their distance from 1: Gemma 2. */
    AROUND
  }

  /** Norms of queries and keys, head by head: Qwen 3. */
  enum HeadNorms {
    NONE,
    QUERIES_AND_KEYS
  }

  /**
   * What the relatives differ in.
   *
   * @param queryBias bias of queries, keys and values
   * @param outputBias bias of the output of attention
   * @param feedBias bias of the feed-forward
   * @param activationKey key of config.json that names the activation
   * @param activation its name
   * @param headWidth d
   * @param keyValueHeadsWhenAbsent K where the file does not say; null there means H
   * @param norms where they stand
   * @param headNorms of queries and keys
   * @param scale of products of queries and keys
   * @param softCap of attention scores; 0 for none
   * @param windows of the layers, 0 for none
   * @param embeddingScale what embeddings are multiplied by
   */
  record Options(
      Linear.Bias queryBias,
      Linear.Bias outputBias,
      Linear.Bias feedBias,
      String activationKey,
      String activation,
      int headWidth,
      int keyValueHeadsWhenAbsent,
      Norms norms,
      HeadNorms headNorms,
      double scale,
      double softCap,
      List<Integer> windows,
      double embeddingScale) {}

  GatedDecoder(HuggingFaceConfig config, String architecture, Options options) {
    this.config = config;
    this.architecture = architecture;
    this.options = options;
    this.hidden = config.size("hidden_size");
    this.layers = config.size("num_hidden_layers");
    this.intermediate = config.size("intermediate_size");
    this.vocabulary = config.size("vocab_size");
    this.epsilon = config.decimal("rms_norm_eps", 1e-6);
    int heads = config.size("num_attention_heads");
    int keyValueHeads =
        config.values().containsKey("num_key_value_heads")
            ? config.size("num_key_value_heads", heads)
            : options.keyValueHeadsWhenAbsent();
    config.only("partial_rotary_factor", 1, 1.0);
    config.divides("num_attention_heads", heads, "num_key_value_heads", keyValueHeads);
    this.rope = Rope.of(config, options.headWidth());
    this.attention =
        new CausalAttention(
            heads, keyValueHeads, options.headWidth(), options.scale(), options.softCap(), 0);
    Activation.of(config, options.activationKey(), options.activation(), "x"); // refuses others
  }

  /** Width of a head: {@code head_dim}, or the hidden width shared among the heads. */
  static int headWidth(HuggingFaceConfig config) {
    int hidden = config.size("hidden_size");
    int heads = config.size("num_attention_heads");
    if (config.has("head_dim")) {
      return config.size("head_dim");
    }

    config.divides("hidden_size", hidden, "num_attention_heads", heads);
    return hidden / heads;
  }

  @Override
  public Facts facts() {
    return new Facts(
        architecture,
        PREFIX,
        vocabulary,
        hidden,
        layers,
        attention.heads() * attention.headWidth(),
        config.integer("max_position_embeddings", 2048),
        Pooling.LAST_ID,
        PREFIX + "embed_tokens.weight");
  }

  @Override
  public void write(ProgramBuilder program, Pooling pooling) {
    rope.begin(program);
    for (int window : options.windows().stream().distinct().toList()) {
      attention.withWindow(window).begin(program, pooling);
    }

    int padding = config.integer("pad_token_id", -1);
    String x =
        program.embedding("ids", PREFIX + "embed_tokens.weight", vocabulary, hidden, padding);
    program.line(
        "x = " + (options.embeddingScale() == 1 ? x : x + " * " + embeddingScale(program)));
    for (int i = 0; i < layers; i++) {
      program.nextLayer();
      boolean scoredOnly = i == layers - 1 && pooling != Pooling.MEAN;
      layer(program, i, scoredOnly ? Scope.SCORED : Scope.ALL);
    }

    program.finish();
    Heads.lastToken(
        program, pooling, hidden, pooled -> norm(program, pooled, PREFIX + "norm.weight"));
  }

  /** The reference multiplies by the factor as the hidden states' type holds it. */
  private String embeddingScale(ProgramBuilder program) {
    return program.narrow(
        "torch.tensor(%s, dtype=6, device=ids.device)"
            .formatted(ProgramBuilder.number(options.embeddingScale())));
  }

  private void layer(ProgramBuilder program, int index, Scope scope) {
    String layer = PREFIX + "layers." + index + ".";
    String mixed = attention(program, layer, options.windows().get(index), scope);
    if (options.norms() == Norms.AROUND) {
      mixed = norm(program, mixed, layer + "post_attention_layernorm.weight");
    }

    program.line("x = " + Heads.scored("x", scope) + " + " + mixed);
    String before =
        options.norms() == Norms.AROUND
            ? "pre_feedforward_layernorm.weight"
            : "post_attention_layernorm.weight";
    String fed = feedForward(program, layer, norm(program, "x", layer + before));
    if (options.norms() == Norms.AROUND) {
      fed = norm(program, fed, layer + "post_feedforward_layernorm.weight");
    }

    program.line("x = x + " + fed);
  }

  private String attention(ProgramBuilder program, String layer, int window, Scope scope) {
    String name = layer + "self_attn.";
    int width = attention.heads() * attention.headWidth();
    int keyWidth = attention.keyValueHeads() * attention.headWidth();
    String h = norm(program, "x", layer + "input_layernorm.weight");
    String scored = program.let(Heads.scored(h, scope));
    Linear query = Linear.of(name + "q_proj", hidden, width).with(options.queryBias());
    Linear key = Linear.of(name + "k_proj", hidden, keyWidth).with(options.queryBias());
    Linear value = Linear.of(name + "v_proj", hidden, keyWidth).with(options.queryBias());
    Linear output =
        Linear.of(name + "o_proj", width, hidden)
            .with(options.outputBias())
            .with(Heads.residualStart(layers));
    String q = heads(program, program.linear(scored, query), attention.heads());
    String k = heads(program, program.linear(h, key), attention.keyValueHeads());
    String v = heads(program, program.linear(h, value), attention.keyValueHeads());
    if (options.headNorms() == HeadNorms.QUERIES_AND_KEYS) {
      q = program.rmsNorm(q, name + "q_norm.weight", attention.headWidth(), epsilon);
      k = program.rmsNorm(k, name + "k_norm.weight", attention.headWidth(), epsilon);
    }

    String suffix = scope == Scope.SCORED ? "_last" : "";
    String turnedQ = rope.turn(program, q, "cosine" + suffix, "sine" + suffix);
    String turnedK = rope.turn(program, k, "cosine", "sine");
    String mixed = attention.withWindow(window).mix(program, turnedQ, turnedK, v, scope);
    return program.linear(mixed, output);
  }

  private String heads(ProgramBuilder program, String x, int count) {
    return Heads.split(program, x, count, attention.headWidth());
  }

  private String feedForward(ProgramBuilder program, String layer, String h) {
    String name = layer + "mlp.";
    Linear gate = Linear.of(name + "gate_proj", hidden, intermediate).with(options.feedBias());
    Linear up = Linear.of(name + "up_proj", hidden, intermediate).with(options.feedBias());
    Linear down =
        Linear.of(name + "down_proj", intermediate, hidden)
            .with(options.feedBias())
            .with(Heads.residualStart(layers));
    String gated = program.linear(h, gate);
    String open =
        program.let(Activation.of(config, options.activationKey(), options.activation(), gated));
    return program.linear(program.let(open + " * " + program.linear(h, up)), down);
  }

  private String norm(ProgramBuilder program, String x, String name) {
    return options.norms() == Norms.AROUND
        ? program.rmsNormFromOne(x, name, hidden, epsilon)
        : program.rmsNorm(x, name, hidden, epsilon);
  }
}
