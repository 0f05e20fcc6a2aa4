package org.touchstone.train;

import java.io.Serializable;

/**
 * What was seen on some comparisons, as sums, so that parts of any size add up exactly to the
 * whole.
 *
 * <p>The loss is what is trained on. All else is of strictly ordered pairs, an annotator's word on
 * two replies each, whatever the loss, so that it can be compared between runs.
 *
 * @param lossSum weighted losses, regularisers among them
 * @param weightSum weights of the comparisons
 * @param comparisons number of terms of the loss
 * @param tokens tokens of all replies, without padding
 * @param paddedTokens tokens computed, padding included
 * @param pairs number of strictly ordered pairs
 * @param logLossSum their weighted Bradley-Terry losses without margin, in nats
 * @param pairWeightSum their weights
 * @param correct pairs whose chosen side has the higher reward; a tie counts one half
 * @param chosenSum rewards of the chosen sides
 * @param rejectedSum rewards of the rejected sides
 * @param squareSum squares of the rewards of both sides
 */
public record EvaluationSum(
    double lossSum,
    double weightSum,
    long comparisons,
    long tokens,
    long paddedTokens,
    long pairs,
    double logLossSum,
    double pairWeightSum,
    double correct,
    double chosenSum,
    double rejectedSum,
    double squareSum)
    implements Serializable {

  /** Nothing seen. */
  public static final EvaluationSum EMPTY = ofObjective(0, 0, 0, 0, 0);

  static EvaluationSum ofObjective(
      double lossSum, double weightSum, long comparisons, long tokens, long paddedTokens) {
    return new EvaluationSum(
        lossSum, weightSum, comparisons, tokens, paddedTokens, 0, 0, 0, 0, 0, 0, 0);
  }

  static EvaluationSum ofPairs(
      long pairs,
      double logLossSum,
      double pairWeightSum,
      double correct,
      double chosenSum,
      double rejectedSum,
      double squareSum) {
    return new EvaluationSum(
        0,
        0,
        0,
        0,
        0,
        pairs,
        logLossSum,
        pairWeightSum,
        correct,
        chosenSum,
        rejectedSum,
        squareSum);
  }

  /**
   * Returns the sums over both; add parts in a fixed order to get the same bits each time.
   *
   * @param other comparisons that this does not hold
   * @return the sums
   */
  public EvaluationSum plus(EvaluationSum other) {
    return new EvaluationSum(
        lossSum + other.lossSum,
        weightSum + other.weightSum,
        comparisons + other.comparisons,
        tokens + other.tokens,
        paddedTokens + other.paddedTokens,
        pairs + other.pairs,
        logLossSum + other.logLossSum,
        pairWeightSum + other.pairWeightSum,
        correct + other.correct,
        chosenSum + other.chosenSum,
        rejectedSum + other.rejectedSum,
        squareSum + other.squareSum);
  }

  /**
   * Returns the weighted mean of what is trained on.
   *
   * @return in the unit of the loss, a comparison; NaN without comparisons
   */
  public double meanLoss() {
    return lossSum / weightSum;
  }

  /**
   * Returns the weighted mean Bradley-Terry loss without margin.
   *
   * @return nats a pair; NaN without pairs
   */
  public double meanLogLoss() {
    return logLossSum / pairWeightSum;
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
