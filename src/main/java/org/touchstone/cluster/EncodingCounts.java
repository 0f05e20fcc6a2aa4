package org.touchstone.cluster;

import java.io.Serializable;

/**
 * What became of judgements on their way to token ids.
 *
 * @param judgements pairs of replies that comparisons imply
 * @param kept those to train or validate on
 * @param ties judgements without a preferred side, where the loss does not use them
 * @param identicalAfterTruncation pairs whose sides were cut to the same tokens
 * @param renderedAlike pairs whose sides the chat template renders alike, though nothing was cut
 * @param unrated judgements of comparisons without ratings, where the loss needs them
 * @param refusedByTemplate judgements of conversations that the chat template refuses
 * @param promptTruncated pairs whose prompt was cut
 * @param replyTruncated pairs with a reply that was cut
 */
public record EncodingCounts(
    long judgements,
    long kept,
    long ties,
    long identicalAfterTruncation,
    long renderedAlike,
    long unrated,
    long refusedByTemplate,
    long promptTruncated,
    long replyTruncated)
    implements Serializable {

  static final EncodingCounts NONE = new EncodingCounts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** One judgement. */
  static EncodingCounts of(
      PairEncoding.Fate fate, boolean promptTruncated, boolean replyTruncated) {
    return new EncodingCounts(
        1,
        fate == PairEncoding.Fate.KEPT ? 1 : 0,
        fate == PairEncoding.Fate.TIE ? 1 : 0,
        fate == PairEncoding.Fate.IDENTICAL_AFTER_TRUNCATION ? 1 : 0,
        fate == PairEncoding.Fate.RENDERED_ALIKE ? 1 : 0,
        fate == PairEncoding.Fate.UNRATED ? 1 : 0,
        0,
        promptTruncated ? 1 : 0,
        replyTruncated ? 1 : 0);
  }

  /** Judgements of a conversation that could not be encoded. */
  static EncodingCounts refused(long judgements) {
    return new EncodingCounts(judgements, 0, 0, 0, 0, 0, judgements, 0, 0);
  }

  EncodingCounts plus(EncodingCounts other) {
    return new EncodingCounts(
        judgements + other.judgements,
        kept + other.kept,
        ties + other.ties,
        identicalAfterTruncation + other.identicalAfterTruncation,
        renderedAlike + other.renderedAlike,
        unrated + other.unrated,
        refusedByTemplate + other.refusedByTemplate,
        promptTruncated + other.promptTruncated,
        replyTruncated + other.replyTruncated);
  }

  EncodingCounts plus(PairEncoding.Encoded encoded) {
    return plus(encoded.counts());
  }
}
