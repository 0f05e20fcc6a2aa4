package org.touchstone.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * Negative log-likelihood of the observed choices under a Bradley-Terry model of preference.
 *
 * <pre>
 *   loss_b = softplus(-z_b),   z_b = chosen_b - rejected_b - margin_b
 * </pre>
 *
 * <p>Shapes: B = pairs in the batch. Units: rewards and margins are logits (natural log-odds), a
 * loss is in nats; {@code ln 2 = 0.693} is the loss of a model that cannot tell the sides apart.
 *
 * <p>{@code softplus(-z)} is the same function as {@code -log(sigmoid(z))} and stays finite where
 * the sigmoid underflows in float32, z below about -88.
 *
 * <p>Source: R. A. Bradley and M. E. Terry, Biometrika 39 (1952), 324-345; as a reward loss, Ouyang
 * et al. 2022, arXiv:2203.02155, eq. 1; the margin, Touvron et al. 2023, arXiv:2307.09288, eq. 2.
 */
public final class BradleyTerryLoss {

  private BradleyTerryLoss() {}

  /**
   * Returns the loss of every pair, unreduced: the trainer divides the sum by the pairs of the
   * whole step, because executors hold batches of different sizes and a mean of means would be
   * wrong.
   *
   * @param chosen rewards of the preferred side, (B), in logits
   * @param rejected rewards of the other side, (B), in logits
   * @param margin least gap that costs less than ln 2, (B), in logits; zeros for plain
   *     Bradley-Terry
   * @return losses, (B), in nats, each at least 0, differentiable in {@code chosen} and {@code
   *     rejected}; NaN where an input is NaN
   * @throws IllegalArgumentException if the three arrays do not have one and the same shape
   */
  public static NDArray perPair(NDArray chosen, NDArray rejected, NDArray margin) {
    if (!chosen.getShape().equals(rejected.getShape())
        || !chosen.getShape().equals(margin.getShape())) {
      throw new IllegalArgumentException(
          "Cannot compare rewards of different shapes: chosen %s, rejected %s, margin %s"
              .formatted(chosen.getShape(), rejected.getShape(), margin.getShape()));
    }

    NDArray logOdds = chosen.sub(rejected).sub(margin); // (B)
    return Activation.softPlus(logOdds.neg()); // (B)
  }
}
