package org.touchstone.train;

import java.io.Serializable;

/**
 * What was seen on some pairs, as sums, so that parts of any size add up exactly to the whole.
 *
 * @param lossSum weighted losses, in nats
 * @param weightSum weights of the pairs
 * @param pairs number of pairs
 * @param correct pairs whose chosen side has the higher reward; a tie counts one half
 * @param tokens tokens of both sides, without padding
 * @param paddedTokens tokens computed, padding included
 * @param chosenSum rewards of the chosen sides
 * @param rejectedSum rewards of the rejected sides
 * @param squareSum squares of all rewards
 */
public record EvaluationSum(
    double lossSum,
    double weightSum,
    long pairs,
    double correct,
    long tokens,
    long paddedTokens,
    double chosenSum,
    double rejectedSum,
    double squareSum)
    implements Serializable {

  /** Nothing seen. */
  public static final EvaluationSum EMPTY = new EvaluationSum(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /**
   * Returns the sums over both; add parts in a fixed order to get the same bits each time.
   *
   * @param other pairs that this does not hold
   * @return the sums
   */
  public EvaluationSum plus(EvaluationSum other) {
    return new EvaluationSum(
        lossSum + other.lossSum,
        weightSum + other.weightSum,
        pairs + other.pairs,
        correct + other.correct,
        tokens + other.tokens,
        paddedTokens + other.paddedTokens,
        chosenSum + other.chosenSum,
        rejectedSum + other.rejectedSum,
        squareSum + other.squareSum);
  }

  /**
   * Returns the weighted mean loss.
   *
   * @return nats a pair; NaN without pairs
   */
  public double meanLoss() {
    return lossSum / weightSum;
  }

  /**
   * Returns the share of pairs in which the chosen side has the higher reward.
   *
   * @return 0 to 1; NaN without pairs
   */
  public double accuracy() {
    return correct / pairs;
  }

  /**
   * Returns the mean reward over both sides.
   *
   * @return logits; NaN without pairs
   */
  public double rewardMean() {
    return (chosenSum + rejectedSum) / (2.0 * pairs);
  }

  /**
   * Returns the standard deviation of rewards over both sides (divisor n).
   *
   * @return logits, at least 0; NaN without pairs
   */
  public double rewardStandardDeviation() {
    double mean = rewardMean();
    return Math.sqrt(Math.max(0, squareSum / (2.0 * pairs) - mean * mean));
  }
}
