package org.touchstone.model;

import java.io.Serializable;

/**
 * How many tokens of a conversation a model sees.
 *
 * @param maxPromptTokens tokens that the prompt may have, BOS among them; it is cut from the left
 * @param maxTokens tokens that prompt and reply may have together, EOS among them; the reply is cut
 *     from the right to what the prompt leaves. 0 means that nothing is ever cut, and then {@code
 *     maxPromptTokens} is 0 too
 */
public record EncodingLimits(int maxPromptTokens, int maxTokens) implements Serializable {

  /** BOS. */
  private static final int LEAST_PROMPT = 1;

  /** A role marker, the end of the turn and EOS. */
  private static final int LEAST_REPLY = 3;

  /** Refuses limits that leave no room for the frame of a turn. */
  public EncodingLimits {
    boolean unlimited = maxPromptTokens == 0 && maxTokens == 0;
    if (!unlimited
        && (maxPromptTokens < LEAST_PROMPT || maxTokens - LEAST_REPLY < maxPromptTokens)) {
      throw new IllegalArgumentException(
          ("Cannot limit encodings: max-prompt-tokens is %d and max-tokens is %d, allowed are at"
                  + " least %d and at least %d more than that, or 0 and 0 for no limit")
              .formatted(maxPromptTokens, maxTokens, LEAST_PROMPT, LEAST_REPLY));
    }
  }

  /**
   * Returns limits that cut nothing.
   *
   * @return 0 and 0
   */
  public static EncodingLimits unlimited() {
    return new EncodingLimits(0, 0);
  }

  /**
   * Says whether anything may be cut.
   *
   * @return false if there are limits
   */
  public boolean isUnlimited() {
    return maxTokens == 0;
  }
}
