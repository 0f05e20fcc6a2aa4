package org.touchstone.loss;

import ai.djl.ndarray.NDArray;

/**
 * Two heads on one backbone, of which one learns what length explains so that the other need not:
 * ODIN. Only the quality head is kept for scoring.
 *
 * <pre>
 *   ranking_b     = softplus(-z_b),   z_b = (quality + length)_chosen,b - (quality + length)_rejected,b
 *   correlation   = |rho(quality, tokens)| - rho(length, tokens)
 *   orthogonality = |w_quality . w_length|
 *   loss          = mean of ranking_b + lambda_L correlation + lambda_O orthogonality
 * </pre>
 *
 * <p>Shapes: B = pairs, R = replies of a batch (both sides of all its pairs), D = hidden width.
 * Units: rewards of both heads are logits, tokens are the lengths of replies, rho is Pearson's
 * correlation, 0 to 1 in size.
 *
 * <p>The ranking loss belongs to a pair and adds up over micro-batches like any other. The
 * correlation is a statistic of a batch: with gradient accumulation or several workers it is taken
 * in each micro-batch, and their mean is weighted by pairs, which is not the correlation of the
 * whole; a micro-batch of one pair has none to speak of (two points lie on a line: rho is 1 in size
 * and its gradient 0). The orthogonality belongs to the parameters and does not depend on the
 * batch.
 *
 * <p>Numerically: variances are floored by 1e-6 (a spread of 0.001 logits or tokens) within the
 * root, so a head that is still constant has the correlation 0 and a finite gradient. Lengths are
 * centred before they are squared; float32 holds the squares of a million tokens.
 *
 * <p>Source: Chen et al. 2024 (ODIN), arXiv:2402.07319.
 */
public final class LengthDebiasedLoss {

  /** A float, because a double would widen an array without dimensions. */
  private static final float VARIANCE_FLOOR = 1e-6f;

  private LengthDebiasedLoss() {}

  /**
   * Returns the ranking loss of every pair, unreduced.
   *
   * @param chosenQuality quality head on the preferred side, (B), in logits
   * @param chosenLength length head, likewise
   * @param rejectedQuality quality head on the other side, (B), in logits
   * @param rejectedLength length head, likewise
   * @return losses, (B), in nats, each at least 0, differentiable in all four
   * @throws IllegalArgumentException if the four arrays do not have one and the same shape
   */
  public static NDArray perPair(
      NDArray chosenQuality,
      NDArray chosenLength,
      NDArray rejectedQuality,
      NDArray rejectedLength) {
    Shapes.requireSame(
        "chosen quality, chosen length, rejected quality and rejected length",
        chosenQuality,
        chosenLength,
        rejectedQuality,
        rejectedLength);
    NDArray chosen = chosenQuality.add(chosenLength); // (B)
    NDArray rejected = rejectedQuality.add(rejectedLength); // (B)
    return BradleyTerryLoss.perPair(chosen, rejected, chosen.zerosLike()); // (B)
  }

  /**
   * Returns what the heads owe to length in one batch.
   *
   * @param quality quality head on every reply, (R), in logits
   * @param length length head on every reply, (R), in logits
   * @param tokens length of every reply, (R)
   * @return the penalty, (), from -1 to 2, differentiable in both heads
   * @throws IllegalArgumentException if the three arrays do not have one and the same shape
   */
  public static NDArray correlation(NDArray quality, NDArray length, NDArray tokens) {
    Shapes.requireSame("quality, length and tokens", quality, length, tokens);
    return pearson(quality, tokens).abs().sub(pearson(length, tokens)); // ()
  }

  /**
   * Returns how far the heads are from reading different directions.
   *
   * @param quality weights of the quality head, (D)
   * @param length weights of the length head, (D)
   * @return the penalty, (), at least 0, differentiable in both
   * @throws IllegalArgumentException if the arrays differ in shape
   */
  public static NDArray orthogonality(NDArray quality, NDArray length) {
    Shapes.requireSame("quality and length", quality, length);
    return quality.mul(length).sum().abs(); // ()
  }

  private static NDArray pearson(NDArray a, NDArray b) {
    NDArray fromA = a.sub(a.mean()); // (R)
    NDArray fromB = b.sub(b.mean()); // (R)
    NDArray varianceA = fromA.mul(fromA).mean().add(VARIANCE_FLOOR); // ()
    NDArray varianceB = fromB.mul(fromB).mean().add(VARIANCE_FLOOR); // ()
    return fromA.mul(fromB).mean().div(varianceA.sqrt().mul(varianceB.sqrt())); // ()
  }
}
