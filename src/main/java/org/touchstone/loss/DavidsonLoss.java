package org.touchstone.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;

/**
 * Negative log-likelihood of choices and ties under Davidson's extension of the Bradley-Terry
 * model.
 *
 * <pre>
 *   P(first) : P(second) : P(tie)  =  e^(z/2) : e^(-z/2) : nu,   z_b = first_b - second_b
 *   u = z/2 + softplus(-z) = ln(e^(z/2) + e^(-z/2))
 *   loss_b = softplus(-z) + softplus(ln nu - u)   if the first side is preferred
 *   loss_b = softplus(u - ln nu)                  if the two are tied
 * </pre>
 *
 * <p>Shapes: B = pairs in the batch. Units: rewards are logits, a loss is in nats; nu is the odds
 * of a tie against either side between equal rewards, so that {@code nu / (2 + nu)} of such pairs
 * are tied. With nu near 0 this is Bradley-Terry. A tie pulls the two rewards together: its loss is
 * least at z = 0, and among choices the odds of the sides stay {@code e^z}.
 *
 * <p>No exponential is taken outside of softplus, so gaps of any size that float32 can hold give
 * finite losses; u is at least {@code |z| / 2}.
 *
 * <p>Source: R. R. Davidson, Journal of the American Statistical Association 65 (1970), 317-328.
 */
public final class DavidsonLoss {

  private DavidsonLoss() {}

  /**
   * Returns the loss of every pair, unreduced.
   *
   * @param first rewards of the first side, the preferred one unless tied, (B), in logits
   * @param second rewards of the other side, (B), in logits
   * @param tied 1 where the two are tied, 0 where the first is preferred, (B); between them is a
   *     mixture of both losses
   * @param nu odds of a tie between equal rewards, above 0
   * @return losses, (B), in nats, each at least 0, differentiable in the rewards; NaN where an
   *     input is NaN
   * @throws IllegalArgumentException if the arrays differ in shape, or nu is not above 0
   */
  public static NDArray perPair(NDArray first, NDArray second, NDArray tied, double nu) {
    Shapes.requireSame("first, second and tied", first, second, tied);
    if (!(nu > 0) || Double.isInfinite(nu)) {
      throw new IllegalArgumentException(
          "Cannot model ties with nu = %s: must be above 0 and finite".formatted(nu));
    }

    NDArray gap = first.sub(second); // (B)
    NDArray lost = Activation.softPlus(gap.neg()); // (B)
    NDArray tieGap = gap.mul(0.5).add(lost).sub(Math.log(nu)); // (B), u - ln nu
    NDArray choice = lost.add(Activation.softPlus(tieGap.neg())); // (B)
    NDArray tie = Activation.softPlus(tieGap); // (B)
    return tie.mul(tied).add(choice.mul(tied.neg().add(1))); // (B)
  }
}
