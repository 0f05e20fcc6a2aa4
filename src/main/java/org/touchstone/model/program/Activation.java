package org.touchstone.model.program;

import java.util.Map;
import java.util.TreeSet;

/**
 * Activation functions under the names that transformers gives them.
 *
 * <p>Source: transformers, activations.py, ACT2FN.
 */
final class Activation {

  private static final String TANH_GELU = "torch.gelu(%1$s, approximate=\"tanh\")";

  private static final Map<String, String> FORMULAS =
      Map.ofEntries(
          Map.entry("gelu", "torch.gelu(%1$s)"),
          Map.entry("gelu_python", "torch.gelu(%1$s)"),
          Map.entry("gelu_10", "torch.clamp(torch.gelu(%1$s), -10, 10)"),
          Map.entry("gelu_new", TANH_GELU),
          Map.entry("gelu_fast", TANH_GELU),
          Map.entry("gelu_accurate", TANH_GELU),
          Map.entry("gelu_pytorch_tanh", TANH_GELU),
          Map.entry("gelu_python_tanh", TANH_GELU),
          Map.entry("quick_gelu", "torch.mul(%1$s, torch.sigmoid(torch.mul(%1$s, 1.702)))"),
          Map.entry("relu", "torch.relu(%1$s)"),
          Map.entry("relu2", "torch.square(torch.relu(%1$s))"),
          Map.entry("relu6", "torch.relu6(%1$s)"),
          Map.entry("leaky_relu", "torch.leaky_relu(%1$s, 0.01)"),
          Map.entry("silu", "torch.silu(%1$s)"),
          Map.entry("swish", "torch.silu(%1$s)"),
          Map.entry("mish", "torch.mish(%1$s)"),
          Map.entry("sigmoid", "torch.sigmoid(%1$s)"),
          Map.entry(
              "laplace",
              "torch.mul(torch.add(torch.erf(torch.div(torch.sub(%1$s, 0.707107), 0.39894087)), 1.0), 0.5)"),
          Map.entry("tanh", "torch.tanh(%1$s)"),
          Map.entry("linear", "%1$s"));

  private Activation() {}

  /** Returns the expression; the input is a variable, as it may occur twice. */
  static String of(HuggingFaceConfig config, String key, String name, String input) {
    String formula = FORMULAS.get(name);
    if (formula == null) {
      throw config.problem(key, name, new TreeSet<>(FORMULAS.keySet()).toString());
    }

    return formula.formatted(input);
  }
}
