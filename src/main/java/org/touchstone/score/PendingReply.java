package org.touchstone.score;

import org.jspecify.annotations.Nullable;
import org.touchstone.model.EncodedConversation;

/** A reply on its way through a batch: its ids, or why it has no reward. */
final class PendingReply {

  /** Reason of a reply whose reward is infinite or not a number. */
  private static final String NOT_FINITE = "reward-not-finite";

  private final @Nullable EncodedConversation encoded;
  private @Nullable RefusedReply refused;
  private double reward = Double.NaN;

  private PendingReply(@Nullable EncodedConversation encoded, @Nullable RefusedReply refused) {
    this.encoded = encoded;
    this.refused = refused;
  }

  static PendingReply of(EncodedConversation encoded) {
    return new PendingReply(encoded, null);
  }

  static PendingReply refused(String reason, @Nullable String detail) {
    return new PendingReply(null, new RefusedReply(reason, String.valueOf(detail)));
  }

  @Nullable EncodedConversation encoded() {
    return encoded;
  }

  @Nullable RefusedReply refused() {
    return refused;
  }

  void reward(float scored) {
    reward = scored;
    if (!Float.isFinite(scored)) {
      refused = new RefusedReply(NOT_FINITE, "the model gives the reward " + scored);
    }
  }

  @Nullable Double reward() {
    return refused == null ? (Double) reward : null;
  }

  @Nullable Integer tokens() {
    return encoded == null ? null : (Integer) encoded.ids().length;
  }

  @Nullable Boolean truncated() {
    return encoded == null
        ? null
        : (Boolean) (encoded.promptTruncated() || encoded.replyTruncated());
  }
}
