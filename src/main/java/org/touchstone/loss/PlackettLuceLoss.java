package org.touchstone.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;

/**
 * Negative log-likelihood of whole rankings: the best reply is chosen from all, the next from those
 * that remain, and so on.
 *
 * <pre>
 *   loss_p = sum over i of softplus(s_pi)
 *   s_pi   = ln sum over j with rank_pj &gt; rank_pi of e^(reward_pj - reward_pi)
 * </pre>
 *
 * <p>Shapes: P = lists in the batch, K = replies of the longest list. Units: rewards are logits, a
 * loss is in nats a list; equal rewards of K strictly ranked replies cost {@code ln K!}. Two
 * replies are Bradley-Terry.
 *
 * <p>Tied replies are never compared: each is chosen from itself and the replies ranked below it,
 * so a tie says nothing of the order within it, and a list of one tie costs 0. (Breslow's rule for
 * tied events would put the tied ones into each other's denominators instead.) Without ties the sum
 * is the exact likelihood.
 *
 * <p>The largest difference is taken out of each sum before it is exponentiated, and held constant
 * for the gradient, which is the softmax either way; so rewards apart by any gap that float32 can
 * hold give finite losses.
 *
 * <p>Cost: P K^2 exponentials; K is a handful.
 *
 * <p>Source: R. L. Plackett, Applied Statistics 24 (1975), 193-202; R. D. Luce, Individual Choice
 * Behavior, 1959; as a loss over lists, Xia et al., ICML 2008, where it is called ListMLE.
 */
public final class PlackettLuceLoss {

  /** Far below any difference of rewards, and finite. */
  private static final double NEVER = 1e30;

  private PlackettLuceLoss() {}

  /**
   * Returns the loss of every list, unreduced.
   *
   * @param rewards of the replies in any order, (P, K), in logits; what stands in an absent place
   *     has no influence as long as it is finite
   * @param ranks from 1 = best, equal numbers for a tie, 0 where a shorter list has no reply, (P,
   *     K)
   * @return losses, (P), in nats, each at least 0, differentiable in the rewards; NaN where a list
   *     holds NaN
   * @throws IllegalArgumentException if the arrays differ in shape or are not lists
   */
  public static NDArray perList(NDArray rewards, NDArray ranks) {
    Shapes.requireSame("rewards and ranks", rewards, ranks);
    Shapes.requireLists("rewards", rewards);
    NDArray present = ranks.gt(0).toType(DataType.FLOAT32, false).expandDims(2); // (P, K, 1)
    NDArray beaten =
        ranks
            .expandDims(1)
            .gt(ranks.expandDims(2))
            .toType(DataType.FLOAT32, false)
            .mul(present); // (P, K, K)
    NDArray above = rewards.expandDims(1).sub(rewards.expandDims(2)).mul(beaten); // (P, K, K)
    NDArray differences = above.add(beaten.sub(1).mul(NEVER)); // (P, K, K)
    NDArray any = beaten.max(new int[] {2}); // (P, K), 0 for the last ones
    NDArray largest =
        differences.stopGradient().max(new int[] {2}, true).mul(any.expandDims(2)); // (P, K, 1)
    NDArray sum = differences.sub(largest).exp().sum(new int[] {2}); // (P, K)
    NDArray logSum =
        sum.add(any.neg().add(1)).log().add(largest.squeeze(2)); // (P, K), 0 for the last ones
    return Activation.softPlus(logSum).mul(any).sum(new int[] {1}); // (P)
  }
}
