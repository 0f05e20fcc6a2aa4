package org.touchstone.audit.probing;

import java.util.List;

/**
 * What each sentence of a reply does to its reward.
 *
 * @param comparisonId of the row
 * @param why the reply is explained, in a phrase
 * @param prompt what was asked
 * @param reward of the whole reply, in logits
 * @param sentences the reply in pieces that follow one another without a gap
 * @param changes reward of the whole minus the reward without the piece, in logits: positive where
 *     the piece raises the reward; 0 for a piece that is the whole
 */
public record Explanation(
    String comparisonId,
    String why,
    String prompt,
    double reward,
    List<String> sentences,
    List<Double> changes) {

  /** Copies the lists. */
  public Explanation {
    sentences = List.copyOf(sentences);
    changes = List.copyOf(changes);
  }
}
