package org.touchstone.train;

import java.io.Serializable;

/**
 * The gradient of the sum of weighted pair losses, and what was seen on the way. Sums of workers
 * with different numbers of pairs add up; divide by the total weight once, at the end.
 *
 * @param gradient with respect to all parameters, in the order of the artifact's tensors
 * @param seen losses, rewards and counts of the same pairs, before the step
 */
public record GradientSum(FlatVector gradient, EvaluationSum seen) implements Serializable {

  /**
   * Returns the sum of both, a new vector; floating-point sums depend on their order, so add parts
   * in a fixed one.
   *
   * @param other pairs that this does not hold
   * @return the sum
   */
  public GradientSum plus(GradientSum other) {
    return new GradientSum(gradient.copy().add(other.gradient, 1), seen.plus(other.seen));
  }

  /**
   * Returns the gradient of the weighted mean loss, a new vector.
   *
   * @return the gradient divided by the sum of weights
   * @throws IllegalStateException if there are no pairs
   */
  public FlatVector meanGradient() {
    if (seen.pairs() == 0) {
      throw new IllegalStateException("Cannot average a gradient over 0 pairs: at least 1 needed");
    }

    return gradient.copy().scale(1 / seen.weightSum());
  }

  /**
   * Returns the sum of weighted losses.
   *
   * @return nats
   */
  public double lossSum() {
    return seen.lossSum();
  }

  /**
   * Returns the sum of the weights of the pairs.
   *
   * @return 0 without pairs
   */
  public double weightSum() {
    return seen.weightSum();
  }

  /**
   * Returns the number of pairs.
   *
   * @return at least 0
   */
  public long pairs() {
    return seen.pairs();
  }
}
