package org.touchstone.model.program;

/**
 * What follows attention in a layer of BERT and its relatives: two sums with norms after them.
 *
 * <pre>
 *   a = norm(x + O mixed),   x := norm(a + Down act(Up a))
 * </pre>
 *
 * @param config with {@code hidden_act}
 * @param hidden D
 * @param intermediate F
 * @param epsilon of the norms
 */
record PostNormSums(HuggingFaceConfig config, int hidden, int intermediate, double epsilon) {

  /** Refuses unknown activations. */
  PostNormSums {
    Activation.of(config, "hidden_act", config.text("hidden_act", "gelu"), "x");
  }

  /**
   * Writes the rest of a layer.
   *
   * @param layer its name, with a dot at the end
   * @param before (B, Q, D), what attention is added to
   * @param mixed (B, Q, D), of the heads
   * @return (B, Q, D)
   */
  String write(ProgramBuilder program, String layer, String before, String mixed) {
    String output =
        program.linear(mixed, Linear.withBias(layer + "attention.output.dense", hidden, hidden));
    String attended = norm(program, before, output, layer + "attention.output.LayerNorm");
    String wide =
        program.linear(
            attended, Linear.withBias(layer + "intermediate.dense", hidden, intermediate));
    String open =
        program.let(Activation.of(config, "hidden_act", config.text("hidden_act", "gelu"), wide));
    String fed =
        program.linear(open, Linear.withBias(layer + "output.dense", intermediate, hidden));
    return norm(program, attended, fed, layer + "output.LayerNorm");
  }

  private String norm(ProgramBuilder program, String before, String added, String name) {
    return program.layerNorm(program.let(before + " + " + added), name, hidden, epsilon);
  }
}
