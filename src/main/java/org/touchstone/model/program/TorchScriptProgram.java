package org.touchstone.model.program;

import java.util.List;

/**
 * The text of a TorchScript class: an architecture's own methods, then those that every trained
 * model shares.
 *
 * <p>Shapes: B = sequences, T = padded length in tokens.
 *
 * @param tensors the parameters, in the order of the archive
 * @param source the text, as libtorch's importer reads it
 */
public record TorchScriptProgram(List<TensorSpec> tensors, String source) {

  public static final String CLASS_NAME = "RewardModel";
  static final String SELF = "__torch__." + CLASS_NAME;

  /**
   * One step of training, given the gradient. Tensors come in as arguments: a list that is built
   * inside a method and only written to is removed by libtorch as dead code, and the update with
   * it.
   *
   * <p>The fused AdamW is that of Loshchilov and Hutter 2019, arXiv:1711.05101, in libtorch's form:
   *
   * <pre>
   *   w := w (1 - lr decay)
   *   m := b1 m + (1 - b1) g,   v := b2 v + (1 - b2) g^2
   *   w := w - lr / (1 - b1^t) m / (sqrt(v / (1 - b2^t)) + eps)
   * </pre>
   */
  private static final String OPTIMISER =
      """
        def clip(self: %1$s, gradients: List[Tensor], limit: float) -> Tensor:
          norms = torch._foreach_norm(gradients, 2.0)
          total = torch.linalg_vector_norm(torch.stack(norms))
          torch._foreach_mul_(gradients, torch.clamp(limit / (total + 1e-6), None, 1.0))
          return total
        def adamw(self: %1$s, parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], learning_rate: float, beta1: float, beta2: float, weight_decay: float, epsilon: float) -> Tensor:
          torch._foreach_add_(steps, 1)
          torch._fused_adamw_(parameters, gradients, means, squares, annotate(List[Tensor], []), steps, lr=learning_rate, beta1=beta1, beta2=beta2, weight_decay=weight_decay, eps=epsilon, amsgrad=False, maximize=False)
          return steps[0]
        def copy(self: %1$s, targets: List[Tensor], sources: List[Tensor]) -> Tensor:
          torch._foreach_copy_(targets, sources)
          return targets[0]
        def collect(self: %1$s, order: Tensor, parts: List[Tensor]) -> Tensor:
          return torch.squeeze(torch.index_select(torch.cat(parts), 0, order), -1)
        def zero(self: %1$s, targets: List[Tensor]) -> Tensor:
          torch._foreach_zero_(targets)
          return targets[0]
      """;

  /**
   * Assembles the class.
   *
   * @param tensors the parameters
   * @param methods the architecture's methods, {@code forward} among them, indented by two spaces;
   *     {@code %1$s} stands for the class
   * @return the program
   */
  public static TorchScriptProgram of(List<TensorSpec> tensors, String methods) {
    StringBuilder source = new StringBuilder("class " + CLASS_NAME + "(Module):\n");
    source.append("  __parameters__ = [");
    tensors.stream().filter(TensorSpec::isTrained).forEach(tensor -> name(source, tensor));
    source.append("]\n  __buffers__ = [");
    tensors.stream().filter(tensor -> !tensor.isTrained()).forEach(tensor -> name(source, tensor));
    source.append("]\n  training : bool\n");
    tensors.forEach(tensor -> source.append("  ").append(tensor.attribute()).append(" : Tensor\n"));
    source.append(methods.formatted(SELF));
    source.append(OPTIMISER.formatted(SELF));
    return new TorchScriptProgram(List.copyOf(tensors), source.toString());
  }

  private static void name(StringBuilder source, TensorSpec tensor) {
    source.append('"').append(tensor.attribute()).append("\", ");
  }
}
