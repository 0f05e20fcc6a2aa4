package org.touchstone.model.program;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.touchstone.model.program.CausalAttention.Scope;
import org.touchstone.model.program.DisentangledAttention.Projections;
import org.touchstone.model.program.DisentangledAttention.Table;
import org.touchstone.model.program.DisentangledAttention.Term;

/**
 * DeBERTa v2 and v3: BERT whose attention looks at contents and distances apart.
 *
 * <pre>
 *   x_0 = mask norm(words(ids) + types(types) + places(positions))  (B, T, D), the last two if any
 *   s   = (q_i . k_j + q_i . P_K[i - j] + k_j . P_Q[i - j]) / sqrt(d f),   f = 1 + number of the last two
 *   x  := norm(x + O softmax(s) V x)
 *   x  := norm(x + Down act(Up x))                                  in each layer
 *   x_1 := mask norm(x_1 + act(mask convolution(x_0)))              after the first, if there is one
 *   reward = out (act (dense x at the first token))                 (B, 1)
 * </pre>
 *
 * <p>Shapes: B = sequences, T = padded length, D = hidden width, d = width of a head. {@code P_K},
 * {@code P_Q} are projections of a table of distances, which all layers share.
 *
 * <p>Honoured: hidden_size, num_hidden_layers, num_attention_heads, intermediate_size, hidden_act,
 * layer_norm_eps, max_position_embeddings, type_vocab_size, pad_token_id, embedding_size,
 * position_biased_input, relative_attention, pos_att_type (a list, or one text), share_att_key,
 * position_buckets, max_relative_positions, norm_rel_ebd, conv_kernel_size, conv_act, conv_groups,
 * pooler_hidden_act. Members of pos_att_type and norm_rel_ebd that have no meaning are left out, as
 * in the reference.
 *
 * <p>Refused: even conv_kernel_size, pooler_hidden_size other than hidden_size, attention_head_size
 * other than its share, buckets that reach no farther than their middle.
 *
 * <p>In the last layer only the first token's query and feed-forward are computed, unless the
 * reward is read off the mean.
 *
 * <p>Sources: He et al. 2020, arXiv:2006.03654; He et al. 2021, arXiv:2111.09543; transformers,
 * models/deberta_v2.
 */
final class DebertaV2 implements Backbone {

  private static final String PREFIX = "deberta.";

  private final HuggingFaceConfig config;
  private final int hidden;
  private final int layers;
  private final int heads;
  private final int vocabulary;
  private final int embedded;
  private final int positions;
  private final double epsilon;
  private final PostNormSums sums;
  private final DisentangledAttention attention;

  private DebertaV2(HuggingFaceConfig config) {
    this.config = config;
    this.hidden = config.size("hidden_size");
    this.layers = config.size("num_hidden_layers");
    this.heads = config.size("num_attention_heads");
    this.vocabulary = config.size("vocab_size");
    this.embedded = config.size("embedding_size", hidden);
    this.positions = config.size("max_position_embeddings", 512);
    this.epsilon = config.decimal("layer_norm_eps", 1e-7);
    this.sums = new PostNormSums(config, hidden, config.size("intermediate_size"), epsilon);
    config.divides("hidden_size", hidden, "num_attention_heads", heads);
    config.only("attention_head_size", hidden / heads);
    config.only("pooler_hidden_size", hidden);
    this.attention = attention(config, hidden, heads, positions, epsilon);
    Activation.of(config, "pooler_hidden_act", poolerActivation(), "x");
    checkConvolution();
  }

  static Backbone read(HuggingFaceConfig config) {
    return new DebertaV2(config);
  }

  private static DisentangledAttention attention(
      HuggingFaceConfig config, int hidden, int heads, int positions, double epsilon) {
    List<String> kinds = kinds(config);
    Set<Term> terms = EnumSet.noneOf(Term.class);
    if (kinds.contains("c2p")) {
      terms.add(Term.CONTENT_TO_POSITION);
    }

    if (kinds.contains("p2c")) {
      terms.add(Term.POSITION_TO_CONTENT);
    }

    boolean isNormed = parts(config.text("norm_rel_ebd", "none")).contains("layer_norm");
    return new DisentangledAttention(
        PREFIX,
        hidden,
        heads,
        epsilon,
        terms,
        config.flag("share_att_key", false) ? Projections.SHARED : Projections.OWN,
        isNormed ? Table.NORMED : Table.AS_IS,
        config.flag("relative_attention", false) ? distances(config, positions) : null);
  }

  private static List<String> kinds(HuggingFaceConfig config) {
    return config.values().get("pos_att_type") instanceof String text
        ? parts(text)
        : Objects.requireNonNullElse(config.texts("pos_att_type"), List.of());
  }

  private static List<String> parts(String text) {
    return List.of(text.toLowerCase(Locale.ROOT).strip().split("\\s*\\|\\s*"));
  }

  private static RelativePositions distances(HuggingFaceConfig config, int positions) {
    int given = config.integer("max_relative_positions", -1);
    int reach = given < 1 ? positions : given;
    int buckets = config.integer("position_buckets", -1);
    if (buckets < 1) {
      return new RelativePositions(reach, 2 * reach, 0, reach);
    }

    if (buckets < 2 || reach - 1 <= buckets / 2) {
      throw config.problem(
          "position_buckets", buckets, "2 to %d, or -1 for none".formatted(2 * reach - 3));
    }

    return new RelativePositions(buckets, 2 * buckets, buckets, reach);
  }

  private void checkConvolution() {
    int kernel = config.integer("conv_kernel_size", 0);
    if (kernel < 0 || (kernel > 0 && kernel % 2 == 0)) {
      throw config.problem("conv_kernel_size", kernel, "0 for none, or an odd number");
    }

    config.divides("hidden_size", hidden, "conv_groups", config.size("conv_groups", 1));
    Activation.of(config, "conv_act", config.text("conv_act", "tanh"), "x");
  }

  private String poolerActivation() {
    return config.text("pooler_hidden_act", "gelu");
  }

  @Override
  public Facts facts() {
    return new Facts(
        "DebertaV2ForSequenceClassification",
        PREFIX,
        vocabulary,
        hidden,
        layers,
        hidden,
        positions,
        Pooling.FIRST_TOKEN,
        PREFIX + "embeddings.word_embeddings.weight");
  }

  @Override
  public void write(ProgramBuilder program, Pooling pooling) {
    program.carry("key_mask", program.narrow(Heads.keyMask()));
    program.carry("kept", program.narrow("torch.unsqueeze(torch.to(torch.gt(mask, 0), 6), -1)"));
    attention.begin(program);
    embeddings(program);
    for (int i = 0; i < layers; i++) {
      program.nextLayer();
      Scope scope = i == layers - 1 && pooling != Pooling.MEAN ? Scope.SCORED : Scope.ALL;
      layer(program, i, scope);
    }

    program.finish();
    Heads.classifier(
        program,
        pooling,
        new Heads.Classifier(
            Linear.withBias("pooler.dense", hidden, hidden),
            Activation.of(config, "pooler_hidden_act", poolerActivation(), "dense"),
            Linear.withBias("classifier", hidden, 1)));
  }

  private void embeddings(ProgramBuilder program) {
    String name = PREFIX + "embeddings.";
    int padding = config.integer("pad_token_id", 0);
    String sum =
        program.embedding("ids", name + "word_embeddings.weight", vocabulary, embedded, padding);
    if (config.flag("position_biased_input", true)) {
      String table = name + "position_embeddings.weight";
      sum += " + " + program.embedding("positions", table, positions, embedded, -1);
    }

    int kinds = config.integer("type_vocab_size", 0);
    if (kinds > 0) {
      String table = name + "token_type_embeddings.weight";
      sum += " + " + program.embedding("types", table, kinds, embedded, -1);
    }

    String x = program.let(sum);
    if (embedded != hidden) {
      x = program.linear(x, Linear.of(name + "embed_proj", embedded, hidden));
    }

    program.line(
        "x = " + program.layerNorm(x, name + "LayerNorm", hidden, epsilon) + " * kept"); // (B,T,D)
  }

  private void layer(ProgramBuilder program, int index, Scope scope) {
    String layer = PREFIX + "encoder.layer." + index + ".";
    String mixed = attention.mix(program, layer + "attention.self.", scope);
    String first = program.let(Heads.first("x", scope));
    String after = sums.write(program, layer, first, mixed);
    boolean convolved = index == 0 && config.integer("conv_kernel_size", 0) > 0;
    program.line("x = " + (convolved ? convolved(program, after, scope) : after));
  }

  /** What the convolution of the layer's input adds to its output. */
  private String convolved(ProgramBuilder program, String after, Scope scope) {
    String name = PREFIX + "encoder.conv.";
    int kernel = config.integer("conv_kernel_size");
    int groups = config.size("conv_groups", 1);
    TensorSpec.Start start = TensorSpec.Start.normal(0.02);
    String weight =
        program.matrix(name + "conv.weight", start, hidden, hidden / groups, kernel); // (D, D/g, k)
    String bias = program.matrix(name + "conv.bias", TensorSpec.Start.ZEROS, hidden);
    String along =
        program.let(
            "torch.conv1d(torch.transpose(x, 1, 2), %s, %s, [1], [%d], [1], %d)"
                .formatted(weight, bias, kernel / 2, groups)); // (B, D, T)
    String out = program.let("torch.transpose(%s, 1, 2) * kept".formatted(along));
    String open =
        program.let(Activation.of(config, "conv_act", config.text("conv_act", "tanh"), out));
    String sum = program.let("%s + %s".formatted(after, Heads.first(open, scope)));
    String normed = program.layerNorm(sum, name + "LayerNorm", hidden, epsilon);
    return "%s * %s".formatted(normed, Heads.first("kept", scope));
  }
}
