package org.touchstone.model.program;

import org.touchstone.model.program.CausalAttention.Scope;

/**
 * Attention scores that depend on how far a key is from a query, looked up in tables with a row for
 * each distance.
 *
 * <pre>
 *   row(q, k)    = clamp(b(q - k) + center, 0, rows - 1)
 *   ofQueries    = query_q . table[row(q, k)]
 *   ofKeys       = key_k . table[row(q, k)]
 * </pre>
 *
 * <p>Shapes: B = sequences, Q = queries, T = padded length, H = heads, d = width of a head, R =
 * rows that distances below T can reach. Only these rows are computed, as b never enlarges a
 * distance.
 *
 * @param center row of distance 0
 * @param rows of the tables
 * @param buckets 0 for b(d) = d; else distances beyond half of it share logarithmic buckets
 * @param reach where the buckets end
 */
record RelativePositions(int center, int rows, int buckets, int reach) {

  /** One row for each distance between tokens of a sequence of so many. */
  static RelativePositions exact(int maxTokens) {
    return new RelativePositions(maxTokens - 1, 2 * maxTokens - 1, 0, maxTokens);
  }

  /** Computes {@code relative} (T, T), rows counted from the lowest that is used. */
  void begin(ProgramBuilder program) {
    program.line("back = torch.unsqueeze(positions, 1) - torch.unsqueeze(positions, 0)"); // (T, T)
    if (buckets > 0) {
      bucketed(program);
    }

    String row = program.let("torch.clamp(back + %d, 0, %d)".formatted(center, rows - 1));
    program.carry("relative", "%s - %s".formatted(row, lowest("length")));
  }

  /** Beyond the middle, equal ratios of distances are equal numbers of buckets; float32. */
  private void bucketed(ProgramBuilder program) {
    int middle = buckets / 2;
    program.line("far = torch.to(torch.clamp(torch.abs(back), %d), 6)".formatted(middle));
    String octaves =
        program.let(
            "torch.log(far / %d) / torch.log(torch.tensor(%s, dtype=6, device=ids.device))"
                .formatted(middle, ProgramBuilder.number((reach - 1.0) / middle)));
    String bucket =
        program.let("torch.ceil(%s * %d) + %d".formatted(octaves, middle - 1, middle)); // (T, T)
    program.line(
        "back = torch.where(torch.le(torch.abs(back), %d), back, torch.to(%s, 4) * torch.sign(back))"
            .formatted(middle, bucket));
  }

  private String lowest(String length) {
    return "max(%d - %s, 0)".formatted(center + 1, length);
  }

  /** (rows, D) to (R, D). */
  String reachable(ProgramBuilder program, String table) {
    String length = "torch.size(x, 1)";
    return program.let(
        "torch.slice(%s, 0, %s, min(%d + %s, %d))"
            .formatted(table, lowest(length), center, length, rows));
  }

  /**
   * Scores of queries.
   *
   * @param queries (B, H, Q, d)
   * @param table (R, d) or (H, R, d)
   * @return (B, H, Q, T)
   */
  String ofQueries(ProgramBuilder program, String queries, String table, Scope scope) {
    String rows = scope == Scope.ALL ? "relative" : "torch.slice(relative, 0, 0, 1)";
    return lookedUp(program, queries, table, rows);
  }

  /**
   * Scores of keys.
   *
   * @param keys (B, H, T, d)
   * @param table (R, d) or (H, R, d)
   * @return (B, H, Q, T)
   */
  String ofKeys(ProgramBuilder program, String keys, String table, Scope scope) {
    String rows = scope == Scope.ALL ? "relative" : "torch.slice(relative, 0, 0, 1)";
    String turned = lookedUp(program, keys, table, "torch.t(" + rows + ")"); // (B, H, T, Q)
    return program.let("torch.transpose(" + turned + ", 2, 3)");
  }

  private static String lookedUp(
      ProgramBuilder program, String heads, String table, String rowsOfTable) {
    String all =
        program.let("torch.matmul(%s, torch.transpose(%s, -2, -1))".formatted(heads, table));
    String rows = program.let(rowsOfTable);
    return program.let(
        "torch.gather(%1$s, 3, torch.expand(%2$s, [torch.size(%1$s, 0), torch.size(%1$s, 1), torch.size(%2$s, 0), torch.size(%2$s, 1)]))"
            .formatted(all, rows));
  }
}
