package org.touchstone.contamination;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in the training rows, and when it counts.
 *
 * @param sets the evaluation sets
 * @param rule a rule that others use
 * @param words words of an n-gram; null for the rule's
 * @param moreThan share of an instance's words in common above which it counts, in [0, 1); null for
 *     the rule's
 * @param shortestWords instances of fewer words are not looked for, and counted; those shorter than
 *     an n-gram count where they occur whole
 * @param action what becomes of rows of contaminated prompt clusters
 */
public record ContaminationSettings(
    List<EvaluationSet> sets,
    Rule rule,
    @Nullable Integer words,
    @Nullable Double moreThan,
    int shortestWords,
    Action action) {

  /** What becomes of the rows of a prompt cluster in which any row is contaminated. */
  public enum Action {
    /** They are written beside the data, with what was found. */
    REMOVE,
    /** They stay, with what was found. */
    KEEP
  }

  /** Copies the sets and refuses n-grams that cannot be. */
  public ContaminationSettings {
    sets = List.copyOf(sets);
    if (words != null && words < 2) {
      throw new IllegalArgumentException(
          "Cannot look for n-grams of %d words: at least 2 needed".formatted(words));
    }

    if (moreThan != null && !(moreThan >= 0 && moreThan < 1)) {
      throw new IllegalArgumentException(
          "Cannot count matches of more than %s of an instance: must be in [0, 1)"
              .formatted(moreThan));
    }

    if (shortestWords < 1) {
      throw new IllegalArgumentException(
          "Cannot look for instances of %d words: shortest-words must be at least 1"
              .formatted(shortestWords));
    }
  }

  int wordsOrRule() {
    return words == null ? rule.words() : words;
  }

  double moreThanOrRule() {
    return moreThan == null ? rule.moreThan() : moreThan;
  }
}
