package org.touchstone.deduplicate;

import java.io.Serializable;

/**
 * The sizes of stars.
 *
 * @param nodes nodes of all stars, once for each of its stars
 * @param crowdedStars stars of more than {@code max-bucket} texts, too large to compare all with
 *     all
 * @param crowdedTexts their texts, once for each such star
 */
record StarCounts(long nodes, long crowdedStars, long crowdedTexts) implements Serializable {

  static final StarCounts NONE = new StarCounts(0, 0, 0);

  /**
   * Counts in sorted pairs of star and node.
   *
   * @param maxBucket most texts of a star that is not crowded
   */
  static StarCounts of(LongPairs stars, int maxBucket) {
    StarCounts counts = new StarCounts(stars.size(), 0, 0);
    int start = stars.nextRun(0, maxBucket);
    while (start < stars.size()) {
      int end = stars.endOfRun(start);
      counts = counts.plus(new StarCounts(0, 1, end - start));
      start = stars.nextRun(end, maxBucket);
    }

    return counts;
  }

  StarCounts plus(StarCounts other) {
    return new StarCounts(
        nodes + other.nodes, crowdedStars + other.crowdedStars, crowdedTexts + other.crowdedTexts);
  }
}
