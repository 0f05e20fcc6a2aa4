package org.touchstone.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;

/**
 * Error of rewards against ratings on a scale: squared, or Huber's, which a single odd rating does
 * not pull far.
 *
 * <pre>
 *   e = reward - rating
 *   squared:    loss(e) = e^2 / 2
 *   Huber:      loss(e) = e^2 / 2             if |e| &lt;= delta
 *                         delta (|e| - delta / 2)  otherwise
 *   of a list:  loss_p = mean over pairs i &lt; j of its replies of loss(e_pi - e_pj)
 * </pre>
 *
 * <p>Shapes: B = replies, P = lists, K = replies of the longest list. Units: ratings are to be
 * standardised or scaled to logits by the caller, delta is in the same unit, a loss is in squared
 * logits.
 *
 * <p>Rewards of one prompt mean nothing but their differences, and people differ in where on a
 * scale they begin. So the loss of a list sees only differences of ratings within it: it is the
 * same after any constant is added to its rewards or to its ratings. The loss of single replies
 * also learns how good the replies to a prompt are on the whole, where ratings of different prompts
 * can be compared.
 *
 * <p>The squared error of a gap of 1e4 is 5e7, well within float32; beyond 1e19 it overflows, where
 * Huber's does not square: {@code q^2 / 2 + delta (|e| - q)} with {@code q = min(|e|, delta)}. The
 * squared error is Huber's with an infinite delta, but is computed without it.
 *
 * <p>Cost of lists: P K^2.
 *
 * <p>Source: P. J. Huber, Annals of Mathematical Statistics 35 (1964), 73-101; regression on
 * attribute ratings as a reward loss, Wang et al. 2024 (HelpSteer2), arXiv:2406.08673.
 */
public final class RatingRegressionLoss {

  private RatingRegressionLoss() {}

  /**
   * Returns half the squared error of every reply, unreduced.
   *
   * @param rewards (B), in logits
   * @param ratings (B), in logits
   * @return losses, (B), each at least 0, differentiable in the rewards
   * @throws IllegalArgumentException if the arrays differ in shape
   */
  public static NDArray squared(NDArray rewards, NDArray ratings) {
    Shapes.requireSame("rewards and ratings", rewards, ratings);
    return squared(rewards.sub(ratings)); // (B)
  }

  /**
   * Returns Huber's error of every reply, unreduced.
   *
   * @param rewards (B), in logits
   * @param ratings (B), in logits
   * @param delta error from which the loss grows in a line, above 0
   * @return losses, (B), each at least 0, differentiable in the rewards
   * @throws IllegalArgumentException if the arrays differ in shape, or delta is not above 0
   */
  public static NDArray huber(NDArray rewards, NDArray ratings, double delta) {
    Shapes.requireSame("rewards and ratings", rewards, ratings);
    requireAboveZero(delta);
    return huber(rewards.sub(ratings), delta); // (B)
  }

  /**
   * Returns the mean error of the differences within every list, unreduced.
   *
   * @param rewards (P, K), in logits; finite where absent
   * @param ratings (P, K), in logits; finite where absent
   * @param present 1 where a list has a reply, 0 where a shorter one has none, (P, K)
   * @param delta of Huber's error; infinite for the squared one
   * @return losses, (P), each at least 0, differentiable in the rewards; 0 for a list of one reply
   * @throws IllegalArgumentException if the arrays differ in shape or are not lists, or delta is
   *     not above 0
   */
  public static NDArray perList(NDArray rewards, NDArray ratings, NDArray present, double delta) {
    Shapes.requireSame("rewards, ratings and present", rewards, ratings, present);
    Shapes.requireLists("rewards", rewards);
    requireAboveZero(delta);
    NDArray errors = rewards.sub(ratings); // (P, K)
    NDArray differences = errors.expandDims(2).sub(errors.expandDims(1)); // (P, K, K)
    NDArray losses =
        Double.isInfinite(delta) ? squared(differences) : huber(differences, delta); // (P, K, K)
    NDArray pairs = present.expandDims(2).mul(present.expandDims(1)); // (P, K, K), both orders
    NDArray sums = losses.mul(pairs).sum(new int[] {1, 2}); // (P), the diagonal is 0
    NDArray replies = present.toType(DataType.FLOAT32, false).sum(new int[] {1}); // (P)
    return sums.div(replies.mul(replies.sub(1)).maximum(1)); // (P)
  }

  private static NDArray squared(NDArray error) {
    return error.mul(error).mul(0.5);
  }

  private static NDArray huber(NDArray error, double delta) {
    NDArray size = error.abs();
    NDArray near = size.minimum(delta);
    return near.mul(near).mul(0.5).add(size.sub(near).mul(delta));
  }

  private static void requireAboveZero(double delta) {
    if (!(delta > 0)) {
      throw new IllegalArgumentException(
          "Cannot regress on ratings with delta = %s: must be above 0".formatted(delta));
    }
  }
}
