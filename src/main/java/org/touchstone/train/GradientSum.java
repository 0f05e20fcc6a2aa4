package org.touchstone.train;

import java.io.Serializable;

/**
 * The gradient of the sum of weighted losses, and what was seen on the way. Sums of workers with
 * different numbers of comparisons add up; divide by the total weight once, at the end.
 *
 * @param gradient with respect to all parameters, in the order of the artifact's tensors
 * @param seen losses, rewards and counts of the same comparisons, before the step
 */
public record GradientSum(FlatVector gradient, EvaluationSum seen) implements Serializable {

  /**
   * Returns the sum of both, a new vector; floating-point sums depend on their order, so add parts
   * in a fixed one.
   *
   * @param other comparisons that this does not hold
   * @return the sum
   */
  public GradientSum plus(GradientSum other) {
    return new GradientSum(gradient.copy().add(other.gradient, 1), seen.plus(other.seen));
  }

  /**
   * Returns the gradient of the weighted mean loss, a new vector.
   *
   * @return the gradient divided by the sum of weights
   * @throws IllegalStateException if there are no comparisons
   */
  public FlatVector meanGradient() {
    if (seen.comparisons() == 0) {
      throw new IllegalStateException(
          "Cannot average a gradient over 0 comparisons: at least 1 needed");
    }

    return gradient.copy().scale(1 / seen.weightSum());
  }

  /**
   * Returns the sum of weighted losses.
   *
   * @return in the unit of the loss
   */
  public double lossSum() {
    return seen.lossSum();
  }

  /**
   * Returns the sum of the weights of the comparisons.
   *
   * @return 0 without comparisons
   */
  public double weightSum() {
    return seen.weightSum();
  }

  /**
   * Returns the number of comparisons.
   *
   * @return at least 0
   */
  public long comparisons() {
    return seen.comparisons();
  }
}
