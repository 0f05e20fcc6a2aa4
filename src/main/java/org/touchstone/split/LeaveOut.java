package org.touchstone.split;

import org.jspecify.annotations.Nullable;

/**
 * Folds by value rather than by chance: the model of a fold is trained without a source, or without
 * a topic, and is measured on it.
 *
 * @param by {@code source}, {@code language}, {@code annotator} or {@code metadata.KEY}; null for
 *     no such folds
 * @param spanning what becomes of prompt clusters with rows of several values
 */
public record LeaveOut(@Nullable String by, Spanning spanning) {

  /** Refuses what rows are not grouped by. */
  public LeaveOut {
    if (by != null) {
      new Grouping(by);
    }
  }

  /**
   * What becomes of a prompt cluster with rows of several values. Either way no model is measured
   * on a prompt like one that it was trained on, and none is trained on the value that it leaves
   * out.
   */
  public enum Spanning {
    /**
     * Rows of the value that most of the cluster has (the least one, if several do) keep its fold;
     * the others have none: no model is trained or measured on them.
     */
    SET_ASIDE,
    /** Values that share a cluster share a fold, and all rows have one. */
    JOIN
  }
}
