package org.touchstone.deduplicate;

import java.io.Serializable;
import org.touchstone.text.Shingling;

/**
 * When two texts are near duplicates, and how hard to look for them.
 *
 * @param similarity least Jaccard similarity of the shingle sets, in (0, 1]
 * @param words words in a shingle
 * @param characters characters in a shingle of a text that is short or writes no blanks
 * @param shortBelowWords fewest words for word shingles
 * @param bands bands of the MinHash signature: more find more
 * @param rowsPerBand rows in a band: more propose fewer that fail verification
 * @param maxBucket most texts of one bucket that are all compared with one another; of larger
 *     buckets, each is compared with a few
 */
public record NearSettings(
    double similarity,
    int words,
    int characters,
    int shortBelowWords,
    int bands,
    int rowsPerBand,
    int maxBucket)
    implements Serializable {

  /** Refuses what cannot work. */
  public NearSettings {
    new Shingling(words, characters, shortBelowWords, similarity);
    if (bands < 1 || rowsPerBand < 1) {
      throw new IllegalArgumentException(
          "Cannot look for near duplicates with %d bands of %d rows: at least 1 of each needed"
              .formatted(bands, rowsPerBand));
    }

    if (maxBucket < 2) {
      throw new IllegalArgumentException(
          "Cannot compare the texts of a bucket of at most %d: max-bucket must be at least 2"
              .formatted(maxBucket));
    }
  }

  /**
   * Returns the chance that two texts of the least similarity are compared at all.
   *
   * @return 1 - (1 - similarity^rows)^bands
   */
  public double recallAtSimilarity() {
    return 1 - Math.pow(1 - Math.pow(similarity, rowsPerBand), bands);
  }

  Shingling shingling() {
    return new Shingling(words, characters, shortBelowWords, similarity);
  }
}
