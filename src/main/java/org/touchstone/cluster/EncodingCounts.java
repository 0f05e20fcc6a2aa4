package org.touchstone.cluster;

import java.io.Serializable;

/**
 * What became of judgements on their way to token ids.
 *
 * @param judgements pairs of replies that comparisons imply
 * @param kept pairs to train or validate on
 * @param ties judgements without a preferred side, which the Bradley-Terry loss does not use
 * @param identicalAfterTruncation pairs whose sides were cut to the same tokens
 * @param promptTruncated pairs whose prompt was cut
 * @param replyTruncated pairs with a reply that was cut
 */
public record EncodingCounts(
    long judgements,
    long kept,
    long ties,
    long identicalAfterTruncation,
    long promptTruncated,
    long replyTruncated)
    implements Serializable {

  static final EncodingCounts NONE = new EncodingCounts(0, 0, 0, 0, 0, 0);

  EncodingCounts plus(EncodingCounts other) {
    return new EncodingCounts(
        judgements + other.judgements,
        kept + other.kept,
        ties + other.ties,
        identicalAfterTruncation + other.identicalAfterTruncation,
        promptTruncated + other.promptTruncated,
        replyTruncated + other.replyTruncated);
  }

  EncodingCounts plus(PairEncoding.Encoded encoded) {
    return plus(
        new EncodingCounts(
            1,
            encoded.fate() == PairEncoding.Fate.KEPT ? 1 : 0,
            encoded.fate() == PairEncoding.Fate.TIE ? 1 : 0,
            encoded.fate() == PairEncoding.Fate.IDENTICAL_AFTER_TRUNCATION ? 1 : 0,
            encoded.promptTruncated() ? 1 : 0,
            encoded.replyTruncated() ? 1 : 0));
  }
}
