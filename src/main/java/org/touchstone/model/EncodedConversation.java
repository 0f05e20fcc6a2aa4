package org.touchstone.model;

/**
 * A prompt and one reply as token ids, without padding.
 *
 * <p>The array is handed over, not copied, as millions of these pass through scoring: neither side
 * may change it afterwards.
 *
 * @param ids BOS, the turns, EOS
 * @param promptTokens how many ids at the front are the prompt, BOS among them
 * @param promptTruncated whether the prompt was cut from the left
 * @param replyTruncated whether the reply was cut from the right
 */
public record EncodedConversation(
    int[] ids, int promptTokens, boolean promptTruncated, boolean replyTruncated) {

  /** Refuses a prompt that is longer than the whole. */
  public EncodedConversation {
    if (promptTokens < 0 || promptTokens > ids.length) {
      throw new IllegalArgumentException(
          "Cannot make an encoding: %d prompt tokens of %d, allowed are 0 to all"
              .formatted(promptTokens, ids.length));
    }
  }
}
