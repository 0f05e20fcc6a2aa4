package org.touchstone.score;

import org.jspecify.annotations.Nullable;
import org.touchstone.model.EncodedConversation;

/**
 * A reply on its way through a batch: its ids, or why it is refused; exactly one is not null. A
 * reply whose reward is no finite number is refused after it was scored.
 */
final class PendingReply {

  private @Nullable EncodedConversation encoded;
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
    if (Float.isFinite(scored)) {
      reward = scored;
      return;
    }

    encoded = null;
    refused =
        new RefusedReply(
            Scoring.NOT_FINITE,
            "Cannot use reward %s: it must be a finite number; the model overflows on this text"
                .formatted(scored));
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
