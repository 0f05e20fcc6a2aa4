package org.touchstone.model.program;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.touchstone.model.program.CausalAttention.Scope;

/**
 * ModernBERT: a bidirectional transformer with rotary positions, norms before each part, and layers
 * that see a neighbourhood only.
 *
 * <p>Shapes: B = sequences, T = padded length, D = hidden width, H = heads, d = D / H, F =
 * intermediate width.
 *
 * <pre>
 *   x_0 = norm(words(ids))                                          (B, T, D)
 *   x  := x + O attention(rope(Q norm(x)), rope(K norm(x)), V norm(x))      no norm in layer 0
 *   x  := x + Down (act(In norm(x)) * Gate norm(x))                 in each layer
 *   reward = out norm(act (dense norm(x) at the first token, or its mean))  (B, 1)
 * </pre>
 *
 * <p>Honoured: hidden_size, num_hidden_layers, num_attention_heads, intermediate_size,
 * hidden_activation, norm_eps, norm_bias, attention_bias, mlp_bias, max_position_embeddings,
 * pad_token_id, local_attention, global_attn_every_n_layers or layer_types, global_rope_theta (or,
 * without it, rope_theta), local_rope_theta, rope_scaling, or rope_parameters by kind of layer,
 * classifier_pooling, classifier_activation, classifier_bias.
 *
 * <p>Refused: head_dim other than its share, partial_rotary_factor, where the reference fails.
 *
 * <p>Source: Warner et al. 2024, arXiv:2412.13663; transformers, models/modernbert.
 */
final class ModernBert implements Backbone {

  private static final String PREFIX = "model.";

  private final HuggingFaceConfig config;
  private final int hidden;
  private final int layers;
  private final int heads;
  private final int intermediate;
  private final int vocabulary;
  private final double epsilon;
  private final List<Integer> windows;
  private final Rope globalRope;
  private final Rope localRope;

  private ModernBert(HuggingFaceConfig config) {
    this.config = config;
    this.hidden = config.size("hidden_size");
    this.layers = config.size("num_hidden_layers");
    this.heads = config.size("num_attention_heads");
    this.intermediate = config.size("intermediate_size");
    this.vocabulary = config.size("vocab_size");
    this.epsilon = config.decimal("norm_eps", 1e-5);
    int every = config.size("global_attn_every_n_layers", 3);
    this.windows =
        LayerWindows.of(config, config.size("local_attention", 128), layer -> layer % every != 0);
    config.divides("hidden_size", hidden, "num_attention_heads", heads);
    config.only("head_dim", hidden / heads);
    config.only("partial_rotary_factor", 1, 1.0);
    config.only("classifier_pooling", "cls", "mean");
    double global = config.decimal("global_rope_theta", config.decimal("rope_theta", 160000));
    boolean isNull = config.values().containsKey("local_rope_theta");
    double local = config.decimal("local_rope_theta", isNull ? global : 10000);
    this.globalRope = rope("full_attention", global);
    this.localRope = rope("sliding_attention", local);
    activation("hidden_activation", "x"); // refuses others
    activation("classifier_activation", "x");
  }

  static Backbone read(HuggingFaceConfig config) {
    return new ModernBert(config);
  }

  /** The rotation of one kind of layer; {@code rope_parameters} has an object for each. */
  private Rope rope(String kind, double theta) {
    HuggingFaceConfig scaling =
        config.has("rope_parameters")
            ? config.nested("rope_parameters").nested(kind)
            : config.nested("rope_scaling");
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("rope_theta", theta);
    if (scaling.values().isEmpty()) {
      parameters.put("rope_type", "default");
    }

    parameters.putAll(scaling.values());
    Map<String, Object> values = new LinkedHashMap<>(config.values());
    values.put("rope_parameters", parameters);
    return Rope.of(new HuggingFaceConfig(values), hidden / heads);
  }

  private String activation(String key, String input) {
    return Activation.of(config, key, config.text(key, "gelu"), input);
  }

  @Override
  public Facts facts() {
    boolean isMean = config.text("classifier_pooling", "cls").equals("mean");
    return new Facts(
        "ModernBertForSequenceClassification",
        PREFIX,
        vocabulary,
        hidden,
        layers,
        hidden,
        config.size("max_position_embeddings", 8192),
        isMean ? Pooling.MEAN : Pooling.FIRST_TOKEN,
        PREFIX + "embeddings.tok_embeddings.weight");
  }

  @Override
  public void write(ProgramBuilder program, Pooling pooling) {
    masks(program);
    globalRope.begin(program, "_global");
    localRope.begin(program, "_local");
    String name = PREFIX + "embeddings.";
    int padding = config.integer("pad_token_id", -1);
    String words =
        program.embedding("ids", name + "tok_embeddings.weight", vocabulary, hidden, padding);
    program.line("x = " + norm(program, words, name + "norm"));
    for (int i = 0; i < layers; i++) {
      program.nextLayer();
      Scope scope = i == layers - 1 && pooling != Pooling.MEAN ? Scope.SCORED : Scope.ALL;
      layer(program, i, scope);
    }

    program.finish();
    head(program, pooling);
  }

  /** Of keys (B, 1, 1, T), and of keys in the neighbourhood (B, 1, T, T). */
  private void masks(ProgramBuilder program) {
    program.carry("mask_global", program.narrow(Heads.keyMask()));
    int window = windows.stream().mapToInt(Integer::intValue).max().orElse(0);
    if (window > 0) {
      program.line("back = torch.unsqueeze(positions, 1) - torch.unsqueeze(positions, 0)");
      program.line("near = torch.le(torch.abs(back), %d)".formatted(window / 2)); // (T, T)
      program.line("present = torch.unsqueeze(torch.unsqueeze(torch.gt(mask, 0), 1), 1)");
      program.carry(
          "mask_local",
          program.narrow(CausalAttention.additive("torch.__and__(present, near)"))); // (B, 1, T, T)
    }
  }

  private void layer(ProgramBuilder program, int index, Scope scope) {
    String layer = PREFIX + "layers." + index + ".";
    String h = index == 0 ? "x" : norm(program, "x", layer + "attn_norm");
    String mixed = attention(program, layer + "attn.", h, index, scope);
    program.line("x = %s + %s".formatted(Heads.first("x", scope), mixed));
    Linear.Bias bias = Linear.Bias.of(config.flag("mlp_bias", false));
    Linear in = Linear.of(layer + "mlp.Wi", hidden, 2 * intermediate).with(bias);
    Linear down = Linear.of(layer + "mlp.Wo", intermediate, hidden).with(bias);
    String both = program.linear(norm(program, "x", layer + "mlp_norm"), in);
    program.line("wide, gate = torch.chunk(%s, 2, -1)".formatted(both)); // each (B, Q, F)
    String open = program.let(activation("hidden_activation", "wide") + " * gate");
    program.line(
        "x = x + " + program.linear(open, down.with(Heads.residualStart(layers)))); // (B, Q, D)
  }

  private String attention(ProgramBuilder program, String name, String h, int index, Scope scope) {
    Linear.Bias bias = Linear.Bias.of(config.flag("attention_bias", false));
    Linear all = Linear.of(name + "Wqkv", hidden, 3 * hidden).with(bias);
    Linear out = Linear.of(name + "Wo", hidden, hidden).with(bias);
    int width = hidden / heads;
    String joined = Heads.split(program, program.linear(h, all), 3 * heads, width);
    program.line("q, k, v = torch.chunk(%s, 3, 2)".formatted(joined)); // each (B, T, H, d)
    boolean isLocal = windows.get(index) > 0;
    Rope rope = isLocal ? localRope : globalRope;
    String kind = isLocal ? "_local" : "_global";
    String q = turned(program, rope, Heads.first("q", scope), kind, scope);
    String k = turned(program, rope, "k", kind, Scope.ALL);
    String v = program.let("torch.transpose(v, 1, 2)");
    String mask =
        isLocal && scope == Scope.SCORED ? "torch.slice(mask_local, 2, 0, 1)" : "mask" + kind;
    String mixed = Heads.mix(program, q, k, v, mask, 1 / Math.sqrt(width));
    return program.linear(mixed, out.with(Heads.residualStart(layers)));
  }

  /** (B, Q, H, d) to (B, H, Q, d), turned by the positions. */
  private static String turned(
      ProgramBuilder program, Rope rope, String heads, String kind, Scope scope) {
    String at = scope == Scope.ALL ? "%s" : "torch.slice(%s, 0, 0, 1)";
    String turned =
        rope.turn(
            program,
            program.let(heads),
            at.formatted("cosine" + kind),
            at.formatted("sine" + kind));
    return program.let("torch.transpose(%s, 1, 2)".formatted(turned));
  }

  private void head(ProgramBuilder program, Pooling pooling) {
    String pooled =
        pooling == Pooling.MEAN
            ? Heads.mean(program, norm(program, "x", PREFIX + "final_norm"))
            : norm(program, program.let("torch.select(x, 1, 0)"), PREFIX + "final_norm"); // (B, D)
    Linear.Bias bias = Linear.Bias.of(config.flag("classifier_bias", false));
    program.line("pooled = " + program.widened(pooled));
    program.line(
        "dense = "
            + Heads.exact(program, "pooled", Linear.of("head.dense", hidden, hidden).with(bias)));
    program.line("open = " + activation("classifier_activation", "dense"));
    program.line(
        "features = torch.layer_norm(open, [%d], %s, %s, %s)"
            .formatted(
                hidden,
                gain(program, "head.norm"),
                shift(program, "head.norm"),
                ProgramBuilder.number(epsilon)));
    Linear out = Linear.withBias("classifier", hidden, 1).with(Heads.headStart(hidden));
    program.reward(
        out.name() + ".weight", Heads.exact(program, "features", out), "features", hidden);
  }

  private String norm(ProgramBuilder program, String x, String name) {
    return program.layerNorm(x, gain(program, name), shift(program, name), hidden, epsilon);
  }

  private String gain(ProgramBuilder program, String name) {
    return program.parameter(name + ".weight", TensorSpec.Start.ONES, hidden);
  }

  private String shift(ProgramBuilder program, String name) {
    return config.flag("norm_bias", false)
        ? program.parameter(name + ".bias", TensorSpec.Start.ZEROS, hidden)
        : "None";
  }
}
