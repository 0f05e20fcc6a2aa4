package org.touchstone.train;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a training run stands after a step; one line of {@code metrics.jsonl}. Means are over the
 * comparisons of the step, or their strictly ordered pairs.
 *
 * @param step steps made, from 1; 0 is before the first
 * @param steps of the whole run
 * @param epoch passes made, fractional
 * @param loss mean of what is trained on, a comparison
 * @param accuracy share of pairs with the chosen reply ahead, a tie as half
 * @param margin mean of chosen minus rejected reward
 * @param meanReward mean over both sides
 * @param gradNorm global L2 norm before clipping
 * @param learningRate of the step
 * @param numPairs comparisons seen since the run began; of strict pairs, each is one
 * @param numTokens tokens seen since the run began, without padding
 * @param seconds since this process began to train
 * @param validation the validation pairs as last scored; null before that
 */
public record TrainingProgress(
    int step,
    int steps,
    double epoch,
    double loss,
    double accuracy,
    double margin,
    @JsonProperty("mean_reward") double meanReward,
    @JsonProperty("grad_norm") double gradNorm,
    @JsonProperty("learning_rate") double learningRate,
    @JsonProperty("num_pairs") long numPairs,
    @JsonProperty("num_tokens") long numTokens,
    double seconds,
    @Nullable Validation validation) {

  /**
   * A model's agreement with the validation pairs.
   *
   * @param step after which it was measured
   * @param pairs how many, strictly ordered
   * @param loss mean Bradley-Terry loss without margin, nats a pair, whatever is trained on; the
   *     parameters with the least are the best
   * @param accuracy a tie as half
   * @param rewardMean over both sides of all pairs
   * @param rewardDeviation standard deviation, likewise
   * @param objective mean of what is trained on, a comparison
   */
  public record Validation(
      int step,
      long pairs,
      double loss,
      double accuracy,
      @JsonProperty("reward_mean") double rewardMean,
      @JsonProperty("reward_deviation") double rewardDeviation,
      double objective) {}

  /** Told of every step. */
  @FunctionalInterface
  public interface Listener {

    /**
     * Takes note of a step.
     *
     * @param progress after the step
     */
    void onStep(TrainingProgress progress);
  }
}
