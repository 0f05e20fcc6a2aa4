package org.touchstone.train;

import java.io.Serializable;

/**
 * Two conversations of one prompt as token ids, one of them preferred.
 *
 * @param group what must stay on one side of a split and on one worker, usually the prompt's
 *     cluster
 * @param chosen ids of the preferred side, prompt included, not empty
 * @param rejected ids of the other side, prompt included, not empty
 * @param margin least gap of rewards that costs less than ln 2, in logits; 0 for none
 * @param weight of the pair's loss in the sum, above 0
 */
public record EncodedPair(String group, int[] chosen, int[] rejected, float margin, float weight)
    implements Serializable {

  /** Refuses empty sides and weights that are no weights. */
  public EncodedPair {
    if (chosen.length == 0 || rejected.length == 0) {
      throw new IllegalArgumentException(
          "Cannot train on a pair of %d and %d tokens: both sides need at least 1"
              .formatted(chosen.length, rejected.length));
    }

    if (!(weight > 0) || !Float.isFinite(weight) || !Float.isFinite(margin)) {
      throw new IllegalArgumentException(
          "Cannot train on a pair of weight %s and margin %s: the weight must be above 0, both finite"
              .formatted(weight, margin));
    }
  }

  /**
   * Returns the length of the longer side.
   *
   * @return tokens, at least 1
   */
  public int longest() {
    return Math.max(chosen.length, rejected.length);
  }
}
