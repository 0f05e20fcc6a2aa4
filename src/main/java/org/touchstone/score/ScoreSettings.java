package org.touchstone.score;

import java.io.Serializable;

/**
 * How texts are batched; rewards do not depend on it beyond rounding.
 *
 * @param maxTokensPerBatch tokens, padding included, that one forward pass may hold
 * @param windowReplies replies that are sorted by length together
 */
public record ScoreSettings(int maxTokensPerBatch, int windowReplies) implements Serializable {

  /** Settings of {@code conf/score.yaml}. */
  public static final ScoreSettings DEFAULT = new ScoreSettings(8_192, 4_096);

  /** Refuses sizes below 1. */
  public ScoreSettings {
    if (maxTokensPerBatch < 1 || windowReplies < 1) {
      throw new IllegalArgumentException(
          "Cannot score: max-tokens-per-batch is %d and window-replies is %d, must be at least 1"
              .formatted(maxTokensPerBatch, windowReplies));
    }
  }
}
