package org.touchstone.model.program;

/**
 * Attention in which no token sees a later one, for query heads that share key-value heads.
 *
 * <p>Shapes: B = sequences, T = padded length, Q = queries (T, or 1 in the last layer, where only
 * the scored token's counts), H = query heads, K = key-value heads, d = width of a head.
 *
 * <p>Padding is on the right and needs no mask, as no real token sees what follows it. So without a
 * window or a soft cap this is plain causal attention, which fused kernels compute without a (T, T)
 * matrix. Pooling by ids can score a masked position; for such batches alone the program adds a
 * mask.
 *
 * @param heads H
 * @param keyValueHeads K
 * @param headWidth d
 * @param scale what products of queries and keys are multiplied by
 * @param softCap bound c of the scores, {@code c tanh(s / c)}; 0 for none
 * @param window how many tokens a token sees, itself included; 0 for all
 */
record CausalAttention(
    int heads, int keyValueHeads, int headWidth, double scale, double softCap, int window) {

  /** Which queries are computed. */
  enum Scope {
    /** Those of all tokens. */
    ALL,
    /** That of the scored token, in the last layer. */
    SCORED
  }

  CausalAttention withWindow(int other) {
    return new CausalAttention(heads, keyValueHeads, headWidth, scale, softCap, other);
  }

  /** Computes in begin the masks that layers of this kind need. */
  void begin(ProgramBuilder program, Pooling pooling) {
    program.line("distance = torch.unsqueeze(last, 1) - torch.unsqueeze(positions, 0)"); // (B, T)
    program.line(
        "visible_last = torch.__and__(torch.ge(distance, 0), %s)".formatted(near("distance")));
    program.line("masked = " + (softCap == 0 ? windowBinds() : "True"));
    if (pooling == Pooling.LAST_ID) {
      program.line("present = torch.gt(mask, 0)"); // (B, T)
      program.line("gaps = torch.sum(torch.__and__(visible_last, torch.bitwise_not(present)))");
      program.line("if bool(torch.gt(gaps, 0)):");
      program.line("  masked = True");
      program.line("visible_last = torch.__and__(visible_last, present)");
    }

    program.line("rows_mask = torch.zeros([0], device=ids.device)");
    program.line("if masked:");
    program.line("  back = torch.unsqueeze(positions, 1) - torch.unsqueeze(positions, 0)");
    program.line(
        "  visible = torch.__and__(torch.ge(back, 0), %s)".formatted(near("back"))); // (T, T)
    program.line("  visible = torch.unsqueeze(torch.unsqueeze(visible, 0), 0)");
    if (pooling == Pooling.LAST_ID) {
      program.line(
          "  visible = torch.__and__(visible, torch.unsqueeze(torch.unsqueeze(present, 1), 1))");
    }

    program.line("  rows_mask = " + additive("visible"));
    program.carry(name("rows"), program.narrow("rows_mask"));
    String row = "torch.unsqueeze(torch.unsqueeze(visible_last, 1), 1)"; // (B, 1, 1, T)
    program.carry(name("last_row"), program.narrow(additive(row)));
  }

  /**
   * 0 where visible, and the lowest number of bfloat16 elsewhere, so that a row that sees nothing
   * stays a number in either precision.
   */
  static String additive(String visible) {
    return "torch.masked_fill(torch.zeros([1], dtype=6, device=ids.device), torch.bitwise_not(%s), -3.3895313892515355e+38)"
        .formatted(visible);
  }

  private String near(String distance) {
    return window == 0
        ? "torch.ge(%1$s, 0)".formatted(distance)
        : "torch.lt(%s, %d)".formatted(distance, window);
  }

  private String windowBinds() {
    return window == 0 ? "False" : "length > " + window;
  }

  private String name(String what) {
    return what + "_within_" + window;
  }

  /**
   * Mixes values.
   *
   * @param queries (B, Q, H, d)
   * @param keys (B, T, K, d)
   * @param values (B, T, K, d)
   * @return (B, Q, H d)
   */
  String mix(ProgramBuilder program, String queries, String keys, String values, Scope scope) {
    String q = program.let("torch.transpose(%s, 1, 2)".formatted(queries));
    String k = program.let(expanded(keys));
    String v = program.let(expanded(values));
    String mixed = softCap == 0 ? fused(program, q, k, v, scope) : capped(program, q, k, v, scope);
    return program.let(
        "torch.reshape(torch.transpose(%1$s, 1, 2), [torch.size(%1$s, 0), torch.size(%1$s, 2), %2$d])"
            .formatted(mixed, heads * headWidth));
  }

  /** (B, T, K, d) to (B, H, T, d): each key-value head serves a group of H / K query heads. */
  private String expanded(String x) {
    int group = heads / keyValueHeads;
    return group == 1
        ? "torch.transpose(%s, 1, 2)".formatted(x)
        : "torch.transpose(torch.repeat_interleave(%s, %d, 2), 1, 2)".formatted(x, group);
  }

  private String fused(ProgramBuilder program, String q, String k, String v, Scope scope) {
    String factor = ProgramBuilder.number(scale);
    String masked = "torch.scaled_dot_product_attention(%s, %s, %s, %s, 0.0, False, scale=%s)";
    if (scope == Scope.SCORED) {
      return program.let(masked.formatted(q, k, v, name("last_row"), factor));
    }

    program.line("if torch.numel(%s) == 0:".formatted(name("rows")));
    program.line(
        "  mixed = torch.scaled_dot_product_attention(%s, %s, %s, None, 0.0, True, scale=%s)"
            .formatted(q, k, v, factor));
    program.line("else:");
    program.line("  mixed = " + masked.formatted(q, k, v, name("rows"), factor));
    return "mixed";
  }

  private String capped(ProgramBuilder program, String q, String k, String v, Scope scope) {
    String scores =
        program.let(
            program
                .widened("torch.matmul(%s, torch.transpose(%s, 2, 3))".formatted(q, k))
                .concat(" * " + ProgramBuilder.number(scale)));
    String cap = ProgramBuilder.number(softCap);
    String capped = program.let("torch.tanh(%1$s / %2$s) * %2$s".formatted(scores, cap));
    String row = scope == Scope.ALL ? name("rows") : name("last_row");
    String weights =
        program.let(program.narrow("torch.softmax(%s + %s, -1)".formatted(capped, row)));
    return program.let("torch.matmul(%s, %s)".formatted(weights, v));
  }
}
