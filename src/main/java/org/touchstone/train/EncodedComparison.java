package org.touchstone.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Conversations of one prompt as token ids, and what people said of them: one term of the training
 * loss, which is never torn apart.
 *
 * <p>The arrays are handed over, not copied: neither side may change them afterwards.
 *
 * @param group what must stay on one side of a split and on one worker, usually the prompt's
 *     cluster
 * @param replies ids of each conversation, prompt included, none empty; at least 2
 * @param rankings what each annotator said, as ranks of the replies: 1 is best, equal numbers are a
 *     tie; at least one annotator
 * @param ratings one number a reply, in logits; of length 0 where there are none
 * @param margin least gap of rewards that costs less than ln 2, in logits; 0 for none
 * @param weight of the loss in the sum, above 0
 * @param pairWeight of each strictly ordered pair in the mean log loss, above 0
 */
public record EncodedComparison(
    String group,
    int[][] replies,
    int[][] rankings,
    float[] ratings,
    float margin,
    float weight,
    float pairWeight)
    implements Serializable {

  private static final int[][] FIRST_PREFERRED = {{1, 2}};
  private static final float[] UNRATED = {};

  /** Refuses empty replies, ranks and ratings that do not fit them, and weights that are none. */
  public EncodedComparison {
    int[] lengths = Arrays.stream(replies).mapToInt(reply -> reply.length).toArray();
    if (lengths.length < 2 || IntStream.of(lengths).anyMatch(length -> length == 0)) {
      throw new IllegalArgumentException(
          "Cannot train on replies of %s tokens: at least 2 replies of at least 1 needed"
              .formatted(Arrays.toString(lengths)));
    }

    boolean ranked = Arrays.stream(rankings).allMatch(ranks -> ranks.length == lengths.length);
    boolean rated = ratings.length == 0 || ratings.length == lengths.length;
    if (rankings.length == 0 || !ranked || !rated) {
      throw new IllegalArgumentException(
          "Cannot train on %d replies with rankings %s and ratings %s: one number a reply needed"
              .formatted(lengths.length, Arrays.deepToString(rankings), Arrays.toString(ratings)));
    }

    if (!isWeight(weight) || !isWeight(pairWeight) || !Float.isFinite(margin)) {
      throw new IllegalArgumentException(
          "Cannot train on replies of weight %s, pair weight %s and margin %s: weights must be above 0, all finite"
              .formatted(weight, pairWeight, margin));
    }
  }

  /**
   * Returns two replies of which one is preferred.
   *
   * @param group the prompt's cluster
   * @param chosen ids of the preferred side, prompt included, not empty
   * @param rejected ids of the other side, prompt included, not empty
   * @param margin least gap of rewards that costs less than ln 2, in logits; 0 for none
   * @param weight of the pair, above 0
   * @return the pair, chosen first
   */
  public static EncodedComparison pair(
      String group, int[] chosen, int[] rejected, float margin, float weight) {
    return new EncodedComparison(
        group, new int[][] {chosen, rejected}, FIRST_PREFERRED, UNRATED, margin, weight, weight);
  }

  /**
   * Returns the length of all replies.
   *
   * @return tokens, prompts included each time
   */
  public long tokens() {
    return Arrays.stream(replies).mapToLong(reply -> reply.length).sum();
  }

  /**
   * Returns the share of annotators who prefer the first reply to the second.
   *
   * @return 0 to 1; a tie counts one half
   */
  double firstShare() {
    double sum = 0;
    for (int[] ranks : rankings) {
      sum += ranks[0] == ranks[1] ? 0.5 : ranks[0] < ranks[1] ? 1 : 0;
    }

    return sum / rankings.length;
  }

  /**
   * Returns how many tokens all replies begin with.
   *
   * @return the prompt's, and those of a beginning that the replies share
   */
  int sharedTokens() {
    int shared = replies[0].length;
    for (int[] reply : replies) {
      int mismatch = Arrays.mismatch(replies[0], reply);
      shared = mismatch < 0 ? shared : Math.min(shared, mismatch);
    }

    return shared;
  }

  private static boolean isWeight(float weight) {
    return weight > 0 && Float.isFinite(weight);
  }
}
