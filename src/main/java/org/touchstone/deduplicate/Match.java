package org.touchstone.deduplicate;

import java.util.List;

/**
 * How two rows compare.
 *
 * @param similarity the least of the similarities of prompts and of paired replies; 0 if any is
 *     below the one demanded
 * @param opposite true if some two replies are in opposite order
 * @param nearlyOpposite true if they are, of similar rows that are not equal: these are no
 *     duplicates, and their similarity is 0
 */
record Match(double similarity, boolean opposite, boolean nearlyOpposite) {

  static final Match NONE = new Match(0, false, false);
  static final Match NEARLY_OPPOSITE = new Match(0, false, true);

  /** Compares the orders of replies that are paired by position; a tie opposes nothing. */
  static Match of(double similarity, List<Integer> ranks, List<Integer> otherRanks) {
    boolean opposite = false;
    for (int i = 0; i < ranks.size(); i++) {
      for (int j = i + 1; j < ranks.size(); j++) {
        opposite |=
            ranks.get(i).compareTo(ranks.get(j)) * otherRanks.get(i).compareTo(otherRanks.get(j))
                < 0;
      }
    }

    return new Match(similarity, opposite, false);
  }
}
