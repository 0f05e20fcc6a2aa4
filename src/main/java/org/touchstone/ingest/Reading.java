package org.touchstone.ingest;

import java.util.List;
import java.util.Optional;
import org.touchstone.preference.Comparison;

/**
 * What one record says: whole judgements, or one reply with its rating, which is a judgement only
 * beside the other replies to its prompt.
 *
 * @param comparisons the judgements, in the record's order
 * @param rated the reply, if the record is one of several that are compared
 */
record Reading(List<Comparison> comparisons, Optional<RatedReply> rated) {

  Reading {
    comparisons = List.copyOf(comparisons);
  }

  static Reading of(Comparison... comparisons) {
    return new Reading(List.of(comparisons), Optional.empty());
  }

  static Reading of(List<Comparison> comparisons) {
    return new Reading(comparisons, Optional.empty());
  }

  static Reading of(RatedReply rated) {
    return new Reading(List.of(), Optional.of(rated));
  }
}
