package org.touchstone.model.program;

import org.jspecify.annotations.Nullable;
import org.touchstone.model.program.CausalAttention.Scope;

/**
 * Attention of DeBERTa: contents among themselves, and contents with distances.
 *
 * <p>Shapes: B = sequences, Q = queries, T = padded length, D = hidden width, H = heads, d = D / H,
 * R = rows of the table of distances that are in reach.
 *
 * <p>Source: He et al. 2020, arXiv:2006.03654, section 3.1.
 *
 * @param prefix of the names of the backbone
 * @param hidden D
 * @param heads H
 * @param epsilon of the table's norm
 * @param contentToPosition whether queries look at distances
 * @param positionToContent whether keys do
 * @param sharesProjections whether distances are projected as contents are
 * @param normsTable whether the table goes through a norm
 * @param distances rows of the table; null without relative positions, where the two terms still
 *     count in the scale
 */
record DisentangledAttention(
    String prefix,
    int hidden,
    int heads,
    double epsilon,
    boolean contentToPosition,
    boolean positionToContent,
    boolean sharesProjections,
    boolean normsTable,
    @Nullable RelativePositions distances) {

  private int width() {
    return hidden / heads;
  }

  private double scale() {
    int terms = 1 + (contentToPosition ? 1 : 0) + (positionToContent ? 1 : 0);
    return 1 / Math.sqrt((double) width() * terms);
  }

  /** Computes in begin what the layers look distances up by. */
  void begin(ProgramBuilder program) {
    if (distances != null && (contentToPosition || positionToContent)) {
      distances.begin(program);
    }
  }

  /**
   * Mixes the values of {@code x} (B, T, D).
   *
   * @param name of the module, with a dot at the end
   * @return (B, Q, D)
   */
  String mix(ProgramBuilder program, String name, Scope scope) {
    String scored = program.let(Heads.first("x", scope));
    String q = heads(program, scored, name + "query_proj");
    String k = heads(program, "x", name + "key_proj");
    String v = heads(program, "x", name + "value_proj");
    String mask = "key_mask";
    if (distances != null && (contentToPosition || positionToContent)) {
      String scores = positional(program, distances, name, q, k, scope);
      mask = program.let("%s * %s + key_mask".formatted(scores, ProgramBuilder.number(scale())));
    }

    return Heads.mix(program, q, k, v, mask, scale());
  }

  private String positional(
      ProgramBuilder program,
      RelativePositions rows,
      String name,
      String q,
      String k,
      Scope scope) {
    String table = table(program, rows);
    String ofQueries = "";
    String ofKeys = "";
    if (contentToPosition) {
      String keys = projected(program, table, name + (sharesProjections ? "key" : "pos_key"));
      ofQueries = rows.ofQueries(program, q, keys, scope);
    }

    if (positionToContent) {
      String queries =
          projected(program, table, name + (sharesProjections ? "query" : "pos_query"));
      ofKeys = rows.ofKeys(program, k, queries, scope);
    }

    boolean both = contentToPosition && positionToContent;
    return both ? "(%s + %s)".formatted(ofQueries, ofKeys) : ofQueries + ofKeys;
  }

  /** (R, D), computed again in each layer, so that its gradient need not cross layers. */
  private String table(ProgramBuilder program, RelativePositions rows) {
    return program.shared(
        () -> {
          String all =
              program.matrix(
                  prefix + "encoder.rel_embeddings.weight",
                  TensorSpec.Start.normal(0.02),
                  rows.rows(),
                  hidden);
          String reachable = rows.reachable(program, all);
          return normsTable
              ? program.layerNorm(reachable, prefix + "encoder.LayerNorm", hidden, epsilon)
              : reachable;
        });
  }

  /** (R, D) to (H, R, d). */
  private String projected(ProgramBuilder program, String table, String name) {
    Linear linear = Linear.withBias(name + "_proj", hidden, hidden);
    String rows = program.linearOfTable(table, linear);
    return program.let(
        "torch.transpose(torch.view(%1$s, [torch.size(%1$s, 0), %2$d, %3$d]), 0, 1)"
            .formatted(rows, heads, width()));
  }

  /** (B, T, D) to (B, H, T, d). */
  private String heads(ProgramBuilder program, String x, String name) {
    String projected = program.linear(x, Linear.withBias(name, hidden, hidden));
    return program.let(
        "torch.transpose(%s, 1, 2)".formatted(Heads.split(program, projected, heads, width())));
  }
}
