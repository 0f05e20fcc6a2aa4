package org.touchstone.audit.pairs;

import org.jspecify.annotations.Nullable;

/**
 * One human choice between two replies, and the rewards that a model gave them.
 *
 * @param comparisonId id of the comparison it comes from
 * @param occurrence which of the exact repeats of that comparison
 * @param judgement which of the K (K - 1) / 2 judgements of the comparison, from 0; the same
 *     whatever the order of the replies in the row
 * @param promptCluster group of prompts that are not independent of one another
 * @param item the prompt and both replies, in either order: the same for every annotator who judged
 *     them
 * @param chosenFirst whether the preferred reply has the lesser id of the two, which tells the two
 *     judgements of an item apart
 * @param source where the comparison came from
 * @param language of the comparison; null if unknown
 * @param annotator who judged; null if unknown
 * @param split of the row; null if it has none
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
    String item,
    boolean chosenFirst,
    String source,
    @Nullable String language,
    @Nullable String annotator,
    @Nullable String split,
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

  /** Chosen minus rejected reward, in logits: the model agrees with people where it is positive. */
  public double margin() {
    return chosenReward - rejectedReward;
  }

  /** The comparison that it comes from, exact repeats apart. */
  public String row() {
    return row(comparisonId, occurrence);
  }

  /** Names a comparison, exact repeats apart. */
  public static String row(String comparisonId, int occurrence) {
    return comparisonId + ' ' + occurrence;
  }

  /** Returns the same judgement with other rewards. */
  ScoredPair rewarded(double chosen, double rejected) {
    return new ScoredPair(
        comparisonId,
        occurrence,
        judgement,
        promptCluster,
        item,
        chosenFirst,
        source,
        language,
        annotator,
        split,
        turns,
        chosen,
        rejected,
        chosenWords,
        rejectedWords,
        chosenCharacters,
        rejectedCharacters);
  }
}
