package org.touchstone.jobs;

import java.util.List;

/**
 * Which further models train makes, to learn how much the data, its sources and its chances matter.
 *
 * @param shares of the training prompts that models learn from, each in (0, 1]; empty for none
 * @param draws models for each share, each on rows of its own
 * @param sources whether to train one more model a source, on all others
 * @param halves whether to train one more model on each half of the training prompts
 * @param members models on overlapping parts of the first half, which choose together; 0 for none
 * @param rowWise whether to cross-fit once more on folds drawn row by row, to see what a split that
 *     leaks would have claimed
 */
record CurveSettings(
    List<Double> shares, int draws, boolean sources, boolean halves, int members, boolean rowWise) {

  /** Refuses shares that are none. */
  CurveSettings {
    shares = List.copyOf(shares);
    for (double share : shares) {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "Cannot draw a learning curve: curve.shares holds %s, must be above 0 and at most 1"
                .formatted(share));
      }
    }

    if (shares.stream().distinct().count() < shares.size()) {
      throw new IllegalArgumentException(
          "Cannot draw a learning curve: curve.shares is %s, each may be there once"
              .formatted(shares));
    }

    if (draws < 1 || draws > 100) {
      throw new IllegalArgumentException(
          "Cannot draw a learning curve: curve.draws is %d, must be from 1 to 100"
              .formatted(draws));
    }

    if (members < 0 || members == 1 || members > 100 || (members > 0 && !halves)) {
      throw new IllegalArgumentException(
          "Cannot train curve.members = %d: must be 0, or from 2 to 100 beside curve.halves: true"
              .formatted(members));
    }
  }

  boolean wanted() {
    return sources || halves || !shares.isEmpty();
  }
}
