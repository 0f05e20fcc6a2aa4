package org.touchstone.model.program;

import java.util.List;
import java.util.Map;

/**
 * The number of tokens as a reward: the baseline that a reward model must beat to have learnt
 * anything beyond length. It has no parameters.
 *
 * <pre>
 *   reward_b = sum_t mask_{b, t}
 * </pre>
 */
public record LengthArchitecture() implements Architecture {

  @Override
  public List<TensorSpec> tensors(TokenSpace tokens) {
    return List.of();
  }

  @Override
  public String methods(TokenSpace tokens) {
    return """
      def forward(self: %1$s, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        return torch.to(torch.sum(attention_mask, [1], True), 6)
    """;
  }

  @Override
  public Map<String, Object> config(TokenSpace tokens) {
    return ConfigKeys.of("touchstone-length", List.of("TouchstoneLength"), tokens);
  }

  @Override
  public double forwardOperations(int sequenceTokens) {
    return 0;
  }
}
