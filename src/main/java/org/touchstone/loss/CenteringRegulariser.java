package org.touchstone.loss;

import ai.djl.ndarray.NDArray;

/**
 * Keeps rewards near zero, which a loss of differences alone leaves open.
 *
 * <pre>
 *   of a pair:  penalty_b = coefficient (first_b + second_b)^2
 *   of a list:  penalty_p = coefficient (2 mean over its replies of reward_pk)^2
 * </pre>
 *
 * <p>Shapes: B = pairs, P = lists, K = replies of the longest list. Units: rewards are logits, the
 * coefficient is nats a squared logit; 0.01 is usual. Two replies cost the same as a pair and as a
 * list. Differences of rewards are not penalised, so the order of replies is free; but rewards of
 * different prompts are drawn to one level, whether or not their replies are equally good.
 *
 * <p>Sums of rewards of 1e4 give 4e8 times the coefficient, well within float32.
 *
 * <p>Source: Eisenstein et al. 2023, arXiv:2312.09244.
 */
public final class CenteringRegulariser {

  private CenteringRegulariser() {}

  /**
   * Returns the penalty of every pair, unreduced.
   *
   * @param first rewards of one side, (B), in logits
   * @param second rewards of the other side, (B), in logits
   * @param coefficient at least 0
   * @return penalties, (B), in nats, each at least 0, differentiable in the rewards
   * @throws IllegalArgumentException if the arrays differ in shape, or the coefficient is below 0
   */
  public static NDArray perPair(NDArray first, NDArray second, double coefficient) {
    Shapes.requireSame("first and second", first, second);
    requireNotNegative(coefficient);
    NDArray sum = first.add(second); // (B)
    return sum.mul(sum).mul(coefficient); // (B)
  }

  /**
   * Returns the penalty of every list, unreduced.
   *
   * @param rewards (P, K), in logits; finite where absent
   * @param present 1 where a list has a reply, 0 where a shorter one has none, (P, K); at least one
   *     a list
   * @param coefficient at least 0
   * @return penalties, (P), in nats, each at least 0, differentiable in the rewards
   * @throws IllegalArgumentException if the arrays differ in shape or are not lists, or the
   *     coefficient is below 0
   */
  public static NDArray perList(NDArray rewards, NDArray present, double coefficient) {
    Shapes.requireSame("rewards and present", rewards, present);
    Shapes.requireLists("rewards", rewards);
    requireNotNegative(coefficient);
    NDArray sums = rewards.mul(present).sum(new int[] {1}); // (P)
    NDArray means = sums.div(present.sum(new int[] {1})); // (P)
    return means.mul(means).mul(4 * coefficient); // (P)
  }

  private static void requireNotNegative(double coefficient) {
    if (!(coefficient >= 0) || Double.isInfinite(coefficient)) {
      throw new IllegalArgumentException(
          "Cannot centre rewards with the coefficient %s: must be at least 0 and finite"
              .formatted(coefficient));
    }
  }
}
