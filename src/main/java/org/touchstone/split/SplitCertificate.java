package org.touchstone.split;

import java.util.Map;
import org.touchstone.split.leak.LeakCounts;

/**
 * What was counted on the rows after they were split, so that the split need not be believed.
 *
 * @param rows rows of each split
 * @param clusters prompt clusters of each split
 * @param largestClusterRows rows of the largest prompt cluster
 * @param straddlingClusters prompt clusters with rows in several splits
 * @param sharedPrompts prompts, as their words alone, with rows in several splits
 * @param sharedOpenings opening user turns, as their words alone, with rows in several splits
 * @param rowwiseLeakShare had each row been split for itself with the same seed and shares: the
 *     share of rows outside the first split whose cluster has a row in the first split
 * @param rowwiseLeakShareBySource the same of the rows of each source
 * @param nearDuplicates near duplicates on different sides, found without clusters
 */
public record SplitCertificate(
    Map<String, Long> rows,
    Map<String, Long> clusters,
    long largestClusterRows,
    long straddlingClusters,
    long sharedPrompts,
    long sharedOpenings,
    double rowwiseLeakShare,
    Map<String, Double> rowwiseLeakShareBySource,
    LeakCounts nearDuplicates) {

  /**
   * Tells whether anything leaks between splits.
   *
   * @return true if no cluster, prompt or opening is in two splits, and no prompt or opening is
   *     like one in another
   */
  public boolean clean() {
    return straddlingClusters == 0
        && sharedPrompts == 0
        && sharedOpenings == 0
        && nearDuplicates.pairs() == 0
        && nearDuplicates.textsNotSearchedToTheEnd() == 0;
  }
}
