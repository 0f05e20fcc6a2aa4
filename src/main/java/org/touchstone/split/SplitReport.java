package org.touchstone.split;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a split was made, for its manifest.
 *
 * @param clustersByReason clusters by the rule that placed them: hold-out, kept, joined, huge,
 *     placed
 * @param shares share of the rows of each stratum in each split, for the first 100 strata by name;
 *     empty if unstratified
 * @param largeClusters clusters above max-cluster-share
 * @param firstLargeClusters the 20 largest of them
 * @param heldOutRows rows of each value that is held out, as {@code source=x}
 * @param rowsHeldOutWithThem rows of other values in their clusters
 * @param folds what each fold has, in order; empty if there are none
 * @param valuesWithoutFold values that no fold leaves out, since each of their clusters has more
 *     rows of another; the first 20 by name
 * @param spanningClusters clusters with rows of several of the values that folds leave out
 * @param rowsSetAside rows without a fold: no model of a fold is trained or measured on them
 * @param previous what became of an earlier split; null if none was given
 */
public record SplitReport(
    Map<String, Long> clustersByReason,
    Map<String, Map<String, Double>> shares,
    long largeClusters,
    List<LargeCluster> firstLargeClusters,
    Map<String, Long> heldOutRows,
    long rowsHeldOutWithThem,
    List<Fold> folds,
    List<String> valuesWithoutFold,
    long spanningClusters,
    long rowsSetAside,
    @Nullable Kept previous) {

  /**
   * A cluster with more rows than a small split should have of one prompt.
   *
   * @param promptCluster its id
   * @param rows its rows
   * @param split where they are: the first split, unless known rows keep them elsewhere
   */
  public record LargeCluster(String promptCluster, long rows, String split) {}

  /**
   * A fold.
   *
   * @param fold its number
   * @param values what its model is trained without; empty for folds by hash
   * @param rows its rows
   */
  public record Fold(int fold, List<String> values, long rows) {}

  /**
   * What became of an earlier split.
   *
   * @param knownRows rows that it had too
   * @param newRows rows that it had not
   * @param goneRows rows that only it had
   * @param movedRows known rows that are now in another split or fold; all are listed in {@code
   *     moved/}
   * @param movedByReason the same by reason: joined, hold-out, fold
   * @param firstMoved the first 20 by id
   */
  public record Kept(
      long knownRows,
      long newRows,
      long goneRows,
      long movedRows,
      Map<String, Long> movedByReason,
      List<Moved> firstMoved) {}

  /**
   * A row that moved.
   *
   * @param comparisonId its id
   * @param occurrence its number among exact repeats
   * @param from the earlier split
   * @param to the present one
   * @param reason why
   */
  public record Moved(String comparisonId, int occurrence, String from, String to, String reason) {}
}
