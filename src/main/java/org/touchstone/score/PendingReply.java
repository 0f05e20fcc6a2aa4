package org.touchstone.score;

import org.jspecify.annotations.Nullable;
import org.touchstone.model.EncodedConversation;

/** A reply on its way through a batch: its ids, or why it has none; exactly one is not null. */
final class PendingReply {

  private final @Nullable EncodedConversation encoded;
  private final @Nullable RefusedReply refused;
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
  }

  @Nullable Double reward() {
    return encoded == null ? null : (Double) reward;
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
