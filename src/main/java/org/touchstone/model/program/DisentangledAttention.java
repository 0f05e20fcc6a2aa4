package org.touchstone.model.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.touchstone.model.program.CausalAttention.Scope;

/**
 * Attention of DeBERTa: contents among themselves, and contents with distances.
 *
 * <p>Shapes: B = sequences, Q = queries, T = padded length, D = hidden width, H = heads, d = D / H,
 * R = rows of the table of distances that are in reach.
 *
 * <p>The scores of distances stand where a mask would, and libtorch on a CPU fuses attention under
 * a mask only where that needs no gradient. So a pass without a graph rounds otherwise than one
 * with it, which shows in bfloat16: recomputed gradients are as near to those of float32, and not
 * equal to those that were not recomputed.
 *
 * <p>Source: He et al. 2020, arXiv:2006.03654, section 3.1.
 *
 * @param prefix of the names of the backbone
 * @param hidden D
 * @param heads H
 * @param epsilon of the table's norm
 * @param terms beside that of contents among themselves
 * @param projections of the table of distances
 * @param table whether it goes through a norm
 * @param distances rows of the table; null without relative positions, where the two terms still
 *     count in the scale
 */
record DisentangledAttention(
    String prefix,
    int hidden,
    int heads,
    double epsilon,
    Set<Term> terms,
    Projections projections,
    Table table,
    @Nullable RelativePositions distances) {

  /** Copies the terms. */
  DisentangledAttention {
    terms = Set.copyOf(terms);
  }

  /** Who looks at distances. */
  enum Term {
    /** Queries. */
    CONTENT_TO_POSITION,
    /** Keys. */
    POSITION_TO_CONTENT
  }

  /** What the table of distances is projected by. */
  enum Projections {
    /** Matrices of its own. */
    OWN,
    /** Those of queries and keys. */
    SHARED
  }

  /** What becomes of the table of distances before it is projected. */
  enum Table {
    AS_IS,
    NORMED
  }

  private int width() {
    return hidden / heads;
  }

  private double scale() {
    return 1 / Math.sqrt(width() * (1.0 + terms.size()));
  }

  /** Computes in begin what the layers look distances up by. */
  void begin(ProgramBuilder program) {
    if (distances != null && !terms.isEmpty()) {
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
    if (distances != null && !terms.isEmpty()) {
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
    List<String> scores = new ArrayList<>();
    boolean shared = projections == Projections.SHARED;
    if (terms.contains(Term.CONTENT_TO_POSITION)) {
      String keys = projected(program, table, name + (shared ? "key_proj" : "pos_key_proj"));
      scores.add(rows.ofQueries(program, q, keys, scope));
    }

    if (terms.contains(Term.POSITION_TO_CONTENT)) {
      String queries = projected(program, table, name + (shared ? "query_proj" : "pos_query_proj"));
      scores.add(rows.ofKeys(program, k, queries, scope));
    }

    return program.let(String.join(" + ", scores));
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
          return table == Table.NORMED
              ? program.layerNorm(reachable, prefix + "encoder.LayerNorm", hidden, epsilon)
              : reachable;
        });
  }

  /** (R, D) to (H, R, d). */
  private String projected(ProgramBuilder program, String table, String name) {
    Linear linear = Linear.withBias(name, hidden, hidden);
    String rows = program.linearOfTable(table, linear);
    return program.let(
        "torch.transpose(torch.view(%1$s, [torch.size(%1$s, 0), %2$d, %3$d]), 0, 1)"
            .formatted(rows, heads, width()));
  }

  /** (B, T, D) to (B, H, T, d). */
  private String heads(ProgramBuilder program, String x, String name) {
    return Heads.ahead(
        program, program.linear(x, Linear.withBias(name, hidden, hidden)), heads, width());
  }
}
