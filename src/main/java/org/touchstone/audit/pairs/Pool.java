package org.touchstone.audit.pairs;

import java.util.Arrays;

/**
 * Several replies to one prompt: what a model that is told to choose the best could choose from.
 * All arrays have one number a reply, in the order of the replies' ids.
 *
 * @param cluster group of prompts that are not independent of one another
 * @param rewards of the model, in logits
 * @param gold what people think of the replies: higher is better, of any unit
 * @param words of the replies
 */
public record Pool(String cluster, double[] rewards, double[] gold, double[] words) {

  /** Fewer replies are no choice to speak of. */
  public static final int FEWEST = 4;

  /** Deviations below this are rounding. */
  private static final double NOTHING = 1e-9;

  /** Refuses arrays of different lengths. */
  public Pool {
    if (rewards.length != gold.length || words.length != gold.length) {
      throw new IllegalArgumentException(
          "Cannot make a pool of %d rewards, %d opinions and %d lengths: one each needed"
              .formatted(rewards.length, gold.length, words.length));
    }
  }

  /** The number of replies. */
  public int size() {
    return gold.length;
  }

  /** Whether people find some of the replies better than others. */
  public boolean divided() {
    return deviation(gold) > NOTHING;
  }

  /**
   * Moves and scales numbers to mean 0 and standard deviation 1 (of the N numbers themselves, not
   * of what they might be drawn from); zeros if all are equal.
   */
  public static double[] standardised(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElse(0);
    double deviation = deviation(numbers);
    return Arrays.stream(numbers)
        .map(number -> deviation > NOTHING ? (number - mean) / deviation : 0)
        .toArray();
  }

  private static double deviation(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElse(0);
    return Math.sqrt(
        Arrays.stream(numbers)
            .map(number -> (number - mean) * (number - mean))
            .average()
            .orElse(0));
  }
}
