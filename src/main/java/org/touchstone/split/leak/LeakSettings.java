package org.touchstone.split.leak;

import java.io.Serializable;
import org.touchstone.text.Shingling;

/**
 * What counts as a near duplicate on another side, and how much work one shingle may cause.
 *
 * @param similarity least Jaccard similarity of the shingle sets, in (0, 1]
 * @param words words in a shingle
 * @param characters UTF-16 units in a shingle of a text that is short or writes no blanks
 * @param shortBelowWords fewest words for word shingles
 * @param maxComparisons most pairs of texts that are looked at because they share one shingle;
 *     texts beyond are counted as not searched to the end
 * @param maxCandidates most pairs of texts that are verified because they share one shingle; texts
 *     beyond are counted likewise
 */
public record LeakSettings(
    double similarity,
    int words,
    int characters,
    int shortBelowWords,
    long maxComparisons,
    long maxCandidates)
    implements Serializable {

  /** Refuses what finds nothing. */
  public LeakSettings {
    new Shingling(words, characters, shortBelowWords, similarity);
    if (maxComparisons < 1 || maxCandidates < 1) {
      throw new IllegalArgumentException(
          "Cannot search leaks with max-comparisons %d and max-candidates %d: at least 1 of each needed"
              .formatted(maxComparisons, maxCandidates));
    }
  }

  /**
   * Returns settings that find what deduplicate's standard settings mean to join.
   *
   * @return similarity 0.7 of 3 words or 5 characters; 10^9 comparisons and 10^6 candidates a
   *     shingle, some seconds of work
   */
  public static LeakSettings standard() {
    return new LeakSettings(0.7, 3, 5, 20, 1_000_000_000, 1_000_000);
  }

  Shingling shingling() {
    return new Shingling(words, characters, shortBelowWords, similarity);
  }
}
