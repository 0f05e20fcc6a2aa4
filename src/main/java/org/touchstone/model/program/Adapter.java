package org.touchstone.model.program;

/**
 * A low-rank adapter of one matrix.
 *
 * @param module name of the matrix product, for example {@code model.layers.0.self_attn.q_proj}
 * @param in width of its input
 * @param out width of its output
 * @param transposed whether the matrix is stored as (in, out)
 * @param rank rows of A, columns of B
 * @param scale what B A is multiplied by
 */
public record Adapter(String module, int in, int out, boolean transposed, int rank, double scale) {

  /**
   * Returns A.
   *
   * @return (rank, in)
   */
  public TensorSpec down() {
    return TensorSpec.of(module + ".lora_A.weight", TensorSpec.Start.ZEROS, rank, in);
  }

  /**
   * Returns B.
   *
   * @return (out, rank)
   */
  public TensorSpec up() {
    return TensorSpec.of(module + ".lora_B.weight", TensorSpec.Start.ZEROS, out, rank);
  }
}
