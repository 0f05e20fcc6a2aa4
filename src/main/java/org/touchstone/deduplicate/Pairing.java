package org.touchstone.deduplicate;

import java.util.ArrayList;
import java.util.List;

/**
 * Pairs the replies of two rows one to one, so that the least similar pair is as similar as can be.
 *
 * <p>Exact up to six replies; above, each reply in turn takes the most similar one that is left,
 * which can only miss a duplicate, never invent one.
 */
final class Pairing {

  private static final int MAX_EXACT = 6;

  private final double[][] similarities;
  private final int[] partners;
  private final boolean[] taken;
  private List<Integer> best = List.of();
  private double bestLeast;

  private Pairing(double[][] similarities, double atLeast) {
    this.similarities = similarities;
    this.partners = new int[similarities.length];
    this.taken = new boolean[similarities.length];
    this.bestLeast = Math.nextDown(atLeast);
  }

  /**
   * Returns the partner of each row.
   *
   * @param similarities (K, K)
   * @param atLeast least similarity of a pair
   * @return K columns; empty if there is no such pairing
   */
  static List<Integer> best(double[][] similarities, double atLeast) {
    Pairing pairing = new Pairing(similarities, atLeast);
    pairing.search(0, 1);
    return pairing.best;
  }

  private void search(int row, double least) {
    if (row == similarities.length) {
      best = new ArrayList<>();
      for (int partner : partners) {
        best.add(partner);
      }

      bestLeast = least;
      return;
    }

    for (int column : columns(row)) {
      double worst = Math.min(least, similarities[row][column]);
      if (worst > bestLeast) {
        taken[column] = true;
        partners[row] = column;
        search(row + 1, worst);
        taken[column] = false;
      }
    }
  }

  private List<Integer> columns(int row) {
    List<Integer> free = new ArrayList<>();
    for (int column = 0; column < taken.length; column++) {
      if (!taken[column]) {
        free.add(column);
      }
    }

    if (taken.length > MAX_EXACT && !free.isEmpty()) {
      int most = free.get(0);
      for (int column : free) {
        most = similarities[row][column] > similarities[row][most] ? column : most;
      }

      return List.of(most);
    }

    return free;
  }
}
