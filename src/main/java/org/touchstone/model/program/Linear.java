package org.touchstone.model.program;

/**
 * A matrix product with an optional bias, as a checkpoint stores it.
 *
 * @param name of the module, for example {@code model.layers.0.self_attn.q_proj}
 * @param in width of the input
 * @param out width of the output
 * @param bias whether there is one
 * @param layout order of the stored matrix
 * @param start first values of the matrix; a bias starts at zero
 */
record Linear(String name, int in, int out, Bias bias, Layout layout, TensorSpec.Start start) {

  enum Bias {
    YES,
    NO;

    static Bias of(boolean present) {
      return present ? YES : NO;
    }
  }

  enum Layout {
    /** (out, in), as torch.nn.Linear. */
    ROWS_ARE_OUTPUTS,
    /** (in, out), as GPT-2's Conv1D. */
    ROWS_ARE_INPUTS
  }

  private static final TensorSpec.Start USUAL = TensorSpec.Start.normal(0.02);

  static Linear of(String name, int in, int out) {
    return new Linear(name, in, out, Bias.NO, Layout.ROWS_ARE_OUTPUTS, USUAL);
  }

  static Linear withBias(String name, int in, int out) {
    return of(name, in, out).with(Bias.YES);
  }

  static Linear conv1d(String name, int in, int out) {
    return new Linear(name, in, out, Bias.YES, Layout.ROWS_ARE_INPUTS, USUAL);
  }

  Linear with(Bias other) {
    return new Linear(name, in, out, other, layout, start);
  }

  Linear with(TensorSpec.Start other) {
    return new Linear(name, in, out, bias, layout, other);
  }

  /** Name of the module's last part, which adapters are targeted by. */
  String role() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  double operationsPerToken() {
    return 2.0 * in * out;
  }
}
