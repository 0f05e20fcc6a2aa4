package org.touchstone.deduplicate;

import java.io.Serializable;

/**
 * The texts of stars that are too large to compare all with all.
 *
 * @param stars stars of more than {@code max-bucket} texts
 * @param texts their texts, once for each such star
 */
record CrowdedTexts(long stars, long texts) implements Serializable {

  static final CrowdedTexts NONE = new CrowdedTexts(0, 0);

  /** Counts in sorted pairs of star and node. */
  static CrowdedTexts of(LongPairs stars, int maxBucket) {
    CrowdedTexts crowded = NONE;
    int start = stars.nextRun(0, maxBucket);
    while (start < stars.size()) {
      int end = stars.endOfRun(start);
      crowded = crowded.plus(new CrowdedTexts(1, end - start));
      start = stars.nextRun(end, maxBucket);
    }

    return crowded;
  }

  CrowdedTexts plus(CrowdedTexts other) {
    return new CrowdedTexts(stars + other.stars, texts + other.texts);
  }
}
