package org.touchstone.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * Cross-entropy of a Bradley-Terry model against the probability that the first reply is preferred:
 * the share of several annotators, or a label that is not quite believed.
 *
 * <pre>
 *   loss_b = q_b softplus(-z_b) + (1 - q_b) softplus(z_b),   z_b = first_b - second_b
 *   smoothed:  q_b = 1 - epsilon
 * </pre>
 *
 * <p>Shapes: B = pairs in the batch. Units: rewards are logits, q is a probability, a loss is in
 * nats. The loss is least at {@code z = ln(q / (1 - q))}, the log-odds of the annotators, where it
 * is their entropy; so it does not reach 0 unless they are of one mind, and no gap grows without
 * end unless q is 0 or 1. The gradient with respect to z is {@code sigmoid(z) - q}.
 *
 * <p>Each softplus stays finite where its sigmoid underflows; the sum of both is at most {@code |z|
 * + ln 2}.
 *
 * <p>Source: the cross-entropy against a label distribution, Szegedy et al. 2016, arXiv:1512.00567,
 * sec. 7, which smooths labels; for preferences with shares of annotators, Christiano et al. 2017,
 * arXiv:1706.03741, sec. 2.2.3.
 */
public final class SoftLabelLoss {

  private SoftLabelLoss() {}

  /**
   * Returns the loss of every pair, unreduced.
   *
   * @param first rewards of the first side, (B), in logits
   * @param second rewards of the other side, (B), in logits
   * @param probability that the first side is preferred, (B), 0 to 1
   * @return losses, (B), in nats, each at least 0, differentiable in the rewards; NaN where an
   *     input is NaN
   * @throws IllegalArgumentException if the three arrays do not have one and the same shape
   */
  public static NDArray perPair(NDArray first, NDArray second, NDArray probability) {
    Shapes.requireSame("first, second and probability", first, second, probability);
    NDArray logOdds = first.sub(second); // (B)
    NDArray preferred = Activation.softPlus(logOdds.neg()).mul(probability); // (B)
    NDArray other = Activation.softPlus(logOdds).mul(probability.neg().add(1)); // (B)
    return preferred.add(other); // (B)
  }

  /**
   * Returns the loss of every pair whose label is wrong with a known probability, unreduced.
   *
   * @param chosen rewards of the preferred side, (B), in logits
   * @param rejected rewards of the other side, (B), in logits
   * @param epsilon probability that the label is wrong, 0 to below one half
   * @return losses, (B), as of {@link #perPair} with the probability 1 - epsilon
   * @throws IllegalArgumentException if the arrays differ in shape or epsilon is out of range
   */
  public static NDArray smoothed(NDArray chosen, NDArray rejected, double epsilon) {
    if (!(epsilon >= 0 && epsilon < 0.5)) {
      throw new IllegalArgumentException(
          "Cannot smooth labels by %s: must be from 0 to below 0.5".formatted(epsilon));
    }

    return perPair(chosen, rejected, chosen.onesLike().mul(1 - epsilon));
  }
}
