package org.touchstone.model.program;

import org.touchstone.model.program.CausalAttention.Scope;

/**
 * A bidirectional transformer with norms after each part, as BERT and its relatives.
 *
 * <p>Shapes: B = sequences, T = padded length, D = hidden width, H = heads, d = D / H, F =
 * intermediate width, E = width of the embeddings.
 *
 * <pre>
 *   x_0 = norm(words(ids) + types(types) + places(positions))       (B, T, E), projected to D
 *   x  := norm(x + O attention(Q x, K x, V x))
 *   x  := norm(x + Down act(Up x))                                  in each layer
 *   reward = out (act (dense x at the first token))                 (B, 1)
 * </pre>
 *
 * <p>With relative positions nothing is added for places: each query, and under relative_key_query
 * each key too, also looks at distances in a table of its layer (Shaw et al. 2018,
 * arXiv:1803.02155; Huang et al. 2020, arXiv:2009.13658).
 *
 * <p>In the last layer only the first token's query and feed-forward are computed, unless the
 * reward is read off the mean.
 *
 * <p>Source: Devlin et al. 2019, arXiv:1810.04805.
 */
final class PostNormEncoder implements Backbone {

  private static final String ABSOLUTE = "absolute";
  private static final String RELATIVE_KEY = "relative_key";
  private static final String RELATIVE_KEY_QUERY = "relative_key_query";

  private final HuggingFaceConfig config;
  private final Options options;
  private final int hidden;
  private final int layers;
  private final int heads;
  private final int embedded;
  private final int vocabulary;
  private final int positions;
  private final double epsilon;
  private final PostNormSums sums;
  private final String placement;
  private final RelativePositions distances;

  /** Where positions start. */
  enum Positions {
    /** 0, 1, 2, ... */
    FROM_ZERO,
    /** Along the ids that are not the pad id, from one more than it; padding has the pad id. */
    AFTER_PAD_ID
  }

  /**
   * What the relatives differ in.
   *
   * @param architecture class name in transformers
   * @param prefix of the names of the backbone
   * @param positions where they start
   * @param embedded width of the embeddings
   * @param dense name of the head's first matrix
   * @param denseActivation what follows it
   * @param out name of the head's last matrix
   */
  record Options(
      String architecture,
      String prefix,
      Positions positions,
      int embedded,
      String dense,
      String denseActivation,
      String out) {}

  PostNormEncoder(HuggingFaceConfig config, Options options) {
    this.config = config;
    this.options = options;
    this.hidden = config.size("hidden_size");
    this.layers = config.size("num_hidden_layers");
    this.heads = config.size("num_attention_heads");
    this.embedded = options.embedded();
    this.vocabulary = config.size("vocab_size");
    this.positions = config.size("max_position_embeddings", 512);
    this.epsilon = config.decimal("layer_norm_eps", 1e-12);
    this.sums = new PostNormSums(config, hidden, config.size("intermediate_size"), epsilon);
    config.divides("hidden_size", hidden, "num_attention_heads", heads);
    config.only("position_embedding_type", ABSOLUTE, RELATIVE_KEY, RELATIVE_KEY_QUERY);
    this.placement = config.text("position_embedding_type", ABSOLUTE);
    this.distances = RelativePositions.exact(positions);
    config.only("is_decoder", false);
  }

  private boolean isAbsolute() {
    return placement.equals(ABSOLUTE);
  }

  private int padding() {
    return config.integer("pad_token_id", options.positions() == Positions.FROM_ZERO ? 0 : 1);
  }

  @Override
  public Facts facts() {
    boolean shifted = options.positions() == Positions.AFTER_PAD_ID && isAbsolute();
    return new Facts(
        options.architecture(),
        options.prefix(),
        vocabulary,
        hidden,
        layers,
        hidden,
        shifted ? positions - padding() - 1 : positions,
        Pooling.FIRST_TOKEN,
        options.prefix() + "embeddings.word_embeddings.weight");
  }

  @Override
  public void write(ProgramBuilder program, Pooling pooling) {
    program.carry("key_mask", program.narrow(Heads.keyMask()));
    if (!isAbsolute()) {
      distances.begin(program);
    }

    embeddings(program);
    for (int i = 0; i < layers; i++) {
      program.nextLayer();
      boolean scoredOnly = i == layers - 1 && pooling != Pooling.MEAN;
      String layer = options.prefix() + "encoder.layer." + i + ".";
      layer(program, layer, scoredOnly ? Scope.SCORED : Scope.ALL);
    }

    program.finish();
    Heads.classifier(
        program,
        pooling,
        new Heads.Classifier(
            Linear.withBias(options.dense(), hidden, hidden),
            Activation.of(config, "the head's activation", options.denseActivation(), "dense"),
            Linear.withBias(options.out(), hidden, 1)));
  }

  private void embeddings(ProgramBuilder program) {
    String name = options.prefix() + "embeddings.";
    String words =
        program.embedding("ids", name + "word_embeddings.weight", vocabulary, embedded, padding());
    String kinds =
        program.embedding(
            "types",
            name + "token_type_embeddings.weight",
            config.size("type_vocab_size", 2),
            embedded,
            -1);
    String sum = program.let(words + " + " + kinds + (isAbsolute() ? " + " + places(program) : ""));
    String x = program.layerNorm(sum, name + "LayerNorm", embedded, epsilon);
    if (embedded != hidden) {
      Linear project = Linear.withBias(options.prefix() + "embeddings_project", embedded, hidden);
      x = program.linear(x, project);
    }

    program.line("x = " + x);
  }

  /** What is added for each token's place: (T, E) or (B, T, E). */
  private String places(ProgramBuilder program) {
    String table = options.prefix() + "embeddings.position_embeddings.weight";
    if (options.positions() == Positions.FROM_ZERO) {
      return program.embedding("positions", table, positions, embedded, -1);
    }

    String along =
        program.let(
            "torch.cumsum(torch.to(torch.ne(ids, %1$d), 4), 1) * torch.to(torch.ne(ids, %1$d), 4) + %1$d"
                .formatted(padding()));
    return program.embedding(along, table, positions, embedded, padding());
  }

  private void layer(ProgramBuilder program, String layer, Scope scope) {
    String name = layer + "attention.self.";
    String scored = program.let(Heads.first("x", scope));
    String q = heads(program, scored, name + "query");
    String k = heads(program, "x", name + "key");
    String v = heads(program, "x", name + "value");
    double scale = 1 / Math.sqrt((double) hidden / heads);
    String mask = "key_mask";
    if (!isAbsolute()) {
      String scores = distanceScores(program, name, q, k, scope);
      mask = program.let("%s * %s + key_mask".formatted(scores, ProgramBuilder.number(scale)));
    }

    String mixed = Heads.mix(program, q, k, v, mask, scale);
    program.line("x = " + sums.write(program, layer, scored, mixed));
  }

  /** (B, T, D) to (B, H, T, d). */
  private String heads(ProgramBuilder program, String x, String name) {
    return Heads.ahead(
        program, program.linear(x, Linear.withBias(name, hidden, hidden)), heads, hidden / heads);
  }

  private String distanceScores(
      ProgramBuilder program, String name, String q, String k, Scope scope) {
    TensorSpec.Start start = TensorSpec.Start.normal(0.02);
    String all =
        program.matrix(name + "distance_embedding.weight", start, distances.rows(), hidden / heads);
    String table = distances.reachable(program, all);
    String ofQueries = distances.ofQueries(program, q, table, scope);
    return placement.equals(RELATIVE_KEY)
        ? ofQueries
        : program.let(ofQueries + " + " + distances.ofKeys(program, k, table, scope));
  }
}
