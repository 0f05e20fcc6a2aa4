package org.touchstone.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * Negative log-likelihood of choices and ties when gaps below a threshold cannot be felt: Rao and
 * Kupper's extension of the Bradley-Terry model.
 *
 * <pre>
 *   P(first) = sigmoid(z - ln theta),   P(second) = sigmoid(-z - ln theta),   z_b = first_b - second_b
 *   P(tie)   = (theta^2 - 1) P(first) P(second)
 *   loss_b = softplus(ln theta - z)                                             if the first is preferred
 *   loss_b = softplus(ln theta - z) + softplus(ln theta + z) - ln(theta^2 - 1)  if the two are tied
 * </pre>
 *
 * <p>Shapes: B = pairs in the batch. Units: rewards are logits, a loss is in nats, {@code ln theta}
 * is the threshold in logits. Between equal rewards {@code (theta - 1) / (theta + 1)} of the pairs
 * are tied. A choice costs what a Bradley-Terry margin of {@code ln theta} costs; unlike an
 * arbitrary margin, the ties pay for it, so probabilities sum to 1.
 *
 * <p>The three probabilities are never formed, only softplus of gaps, which stays finite.
 *
 * <p>Source: P. V. Rao and L. L. Kupper, Journal of the American Statistical Association 62 (1967),
 * 194-204.
 */
public final class RaoKupperLoss {

  private RaoKupperLoss() {}

  /**
   * Returns the loss of every pair, unreduced.
   *
   * @param first rewards of the first side, the preferred one unless tied, (B), in logits
   * @param second rewards of the other side, (B), in logits
   * @param tied 1 where the two are tied, 0 where the first is preferred, (B); between them is a
   *     mixture of both losses
   * @param theta e to the threshold, above 1
   * @return losses, (B), in nats, each at least 0 up to rounding, differentiable in the rewards;
   *     NaN where an input is NaN
   * @throws IllegalArgumentException if the arrays differ in shape, or theta is not above 1
   */
  public static NDArray perPair(NDArray first, NDArray second, NDArray tied, double theta) {
    Shapes.requireSame("first, second and tied", first, second, tied);
    if (!(theta > 1) || Double.isInfinite(theta)) {
      throw new IllegalArgumentException(
          "Cannot model ties with theta = %s: must be above 1 and finite".formatted(theta));
    }

    double threshold = Math.log(theta);
    NDArray gap = first.sub(second); // (B)
    NDArray choice = Activation.softPlus(gap.neg().add(threshold)); // (B)
    NDArray other = Activation.softPlus(gap.add(threshold)); // (B)
    double prevalence = Math.log(theta - 1) + Math.log(theta + 1);
    return choice.add(other.sub(prevalence).mul(tied)); // (B)
  }
}
