package org.touchstone.audit.pairs;

import org.jspecify.annotations.Nullable;

/**
 * One reply of a probe: what is known of it, and the reward that it got.
 *
 * @param comparisonId id of the comparison it stands in
 * @param occurrence which of the exact repeats of that comparison
 * @param promptCluster group of prompts that are not independent of one another
 * @param source where the comparison came from
 * @param language of the comparison; null if unknown
 * @param prompt id of the prompt's content
 * @param reply id of the reply's content
 * @param category kind of question or prompt; null if the probe has none
 * @param judged what judges were asked about the reply; null if the probe does not say
 * @param best whether it is the best of the correct answers, or of the incorrect ones
 * @param rating by people, the highest is best; null if there is none
 * @param rank among the replies of its comparison, 1 is best
 * @param reward in logits
 * @param words of the reply
 */
public record ProbedAnswer(
    String comparisonId,
    int occurrence,
    String promptCluster,
    String source,
    @Nullable String language,
    String prompt,
    String reply,
    @Nullable String category,
    @Nullable String judged,
    boolean best,
    @Nullable Double rating,
    int rank,
    double reward,
    int words) {

  /** The comparison it stands in, exact repeats apart. */
  public String row() {
    return ScoredPair.row(comparisonId, occurrence);
  }
}
