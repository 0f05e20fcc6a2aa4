package org.touchstone.score;

import org.touchstone.model.EncodedConversation;

/** A reply on its way through a batch. */
final class PendingReply {

  private final EncodedConversation encoded;
  private double reward = Double.NaN;

  PendingReply(EncodedConversation encoded) {
    this.encoded = encoded;
  }

  EncodedConversation encoded() {
    return encoded;
  }

  double reward() {
    return reward;
  }

  void reward(float scored) {
    reward = scored;
  }

  boolean truncated() {
    return encoded.promptTruncated() || encoded.replyTruncated();
  }
}
