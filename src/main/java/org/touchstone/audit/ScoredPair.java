package org.touchstone.audit;

/**
 * One human choice between two replies, and the rewards that a model gave them.
 *
 * @param comparisonId id of the comparison it comes from
 * @param occurrence which of the exact repeats of that comparison
 * @param judgement which of the K (K - 1) / 2 judgements of the comparison, from 0; the same
 *     whatever the order of the replies in the row
 * @param promptCluster group of prompts that are not independent of one another
 * @param source where the comparison came from
 * @param turns messages of the prompt
 * @param chosenReward reward of the reply that people preferred, in logits
 * @param rejectedReward reward of the other reply, in logits
 * @param chosenWords words of the preferred reply
 * @param rejectedWords words of the other
 * @param chosenCharacters characters (Unicode code points) of the preferred reply
 * @param rejectedCharacters characters of the other
 */
public record ScoredPair(
    String comparisonId,
    int occurrence,
    int judgement,
    String promptCluster,
    String source,
    int turns,
    double chosenReward,
    double rejectedReward,
    int chosenWords,
    int rejectedWords,
    int chosenCharacters,
    int rejectedCharacters) {

  /** Refuses a reward that is no number: it would vanish from or poison every mean. */
  public ScoredPair {
    if (!Double.isFinite(chosenReward) || !Double.isFinite(rejectedReward)) {
      throw new IllegalArgumentException(
          "Cannot audit comparison %s, occurrence %d: rewards are %s and %s, both must be finite"
              .formatted(comparisonId, occurrence, chosenReward, rejectedReward));
    }
  }
}
