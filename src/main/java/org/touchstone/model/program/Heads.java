package org.touchstone.model.program;

import java.util.function.UnaryOperator;
import org.touchstone.model.program.CausalAttention.Scope;

/** Statements that most backbones share: splitting heads, picking the scored token, the reward. */
final class Heads {

  static final String SCORE = "score.weight";

  private Heads() {}

  /** (B, T, n d) to (B, T, n, d). */
  static String split(ProgramBuilder program, String x, int count, int width) {
    return program.let(
        "torch.view(%1$s, [torch.size(%1$s, 0), torch.size(%1$s, 1), %2$d, %3$d])"
            .formatted(x, count, width));
  }

  /** (B, T, D) to (B, 1, D) at the scored token, or x itself. */
  static String scored(String x, Scope scope) {
    return scope == Scope.ALL
        ? x
        : "torch.unsqueeze(torch.index(%s, [rows, last]), 1)".formatted(x);
  }

  /** Into the residual stream, the sum of 2 L products: Radford et al. 2019, section 2.3. */
  static TensorSpec.Start residualStart(int layers) {
    return TensorSpec.Start.normal(0.02 / Math.sqrt(2.0 * layers));
  }

  /** Start of a reward head: N(0, 1 / sqrt(D + 1)), Stiennon et al. 2020, arXiv:2009.01325. */
  static TensorSpec.Start headStart(int width) {
    return TensorSpec.Start.normal(1 / Math.sqrt(width + 1.0));
  }

  /** Pools, norms, and scores by {@code score.weight}, as transformers' decoders. */
  static void lastToken(
      ProgramBuilder program, Pooling pooling, int width, UnaryOperator<String> norm) {
    String pooled =
        pooling == Pooling.MEAN
            ? mean(program, norm.apply("x"))
            : norm.apply(program.let("torch.squeeze(x, 1)")); // (B, D)
    program.line("pooled = " + program.widened(pooled));
    String score = program.parameter(SCORE, headStart(width), 1, width);
    program.reward(SCORE, "torch.linear(pooled, " + score + ")", "pooled", width);
  }

  /** (B, T, D) to (B, 1, D) at the first token, or x itself. */
  static String first(String x, Scope scope) {
    return scope == Scope.ALL ? x : "torch.slice(%s, 1, 0, 1)".formatted(x);
  }

  /** (B, 1, 1, T): 0 at tokens, and a number that drowns every score at padding. */
  static String keyMask() {
    return "torch.unsqueeze(torch.unsqueeze(%s, 1), 1)"
        .formatted(CausalAttention.additive("torch.gt(mask, 0)"));
  }

  /** (B, T, H d) to (B, H, T, d). */
  static String ahead(ProgramBuilder program, String x, int heads, int width) {
    return program.let("torch.transpose(%s, 1, 2)".formatted(split(program, x, heads, width)));
  }

  /** Attention under an additive mask: (B, H, Q, d) and (B, H, T, d) to (B, Q, H d). */
  static String mix(
      ProgramBuilder program, String q, String k, String v, String mask, double scale) {
    String mixed =
        program.let(
            "torch.scaled_dot_product_attention(%s, %s, %s, %s, 0.0, False, scale=%s)"
                .formatted(q, k, v, mask, ProgramBuilder.number(scale)));
    return program.let("torch.flatten(torch.transpose(%s, 1, 2), 2)".formatted(mixed));
  }

  /**
   * A head of two matrices.
   *
   * @param dense the first
   * @param activation of a variable named dense
   * @param out the last, to one number
   */
  record Classifier(Linear dense, String activation, Linear out) {}

  /** Pools, and scores by a head of two matrices in float32, as transformers' encoders. */
  static void classifier(ProgramBuilder program, Pooling pooling, Classifier head) {
    String pooled =
        pooling == Pooling.MEAN
            ? mean(program, "x")
            : program.let("torch.select(x, 1, 0)"); // (B, D)
    program.line("pooled = " + program.widened(pooled));
    program.line("dense = " + exact(program, "pooled", head.dense()));
    program.line("features = " + head.activation());
    Linear out = head.out().with(headStart(head.out().in()));
    program.reward(out.name() + ".weight", exact(program, "features", out), "features", out.in());
  }

  /** A matrix product in float32 whatever the precision of the program. */
  static String exact(ProgramBuilder program, String input, Linear linear) {
    String weight =
        program.parameter(linear.name() + ".weight", linear.start(), linear.out(), linear.in());
    String bias =
        linear.bias() == Linear.Bias.YES
            ? program.parameter(linear.name() + ".bias", TensorSpec.Start.ZEROS, linear.out())
            : "None";
    return "torch.linear(%s, %s, %s)".formatted(input, weight, bias);
  }

  /** Mean over the tokens that the mask keeps, (B, T, D) to (B, D), in float32. */
  static String mean(ProgramBuilder program, String x) {
    String kept = program.let("torch.unsqueeze(torch.to(mask, 6), -1)"); // (B, T, 1)
    return program.let(
        "torch.sum(%1$s * %2$s, [1]) / torch.sum(%2$s, [1])".formatted(program.widened(x), kept));
  }
}
