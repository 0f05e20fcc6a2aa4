package org.touchstone.agreement;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * The labels that two annotators gave to the same items, and Cohen's kappa of them.
 *
 * <pre>
 *   kappa = (p_o - p_e) / (1 - p_e),   p_o = share of equal labels,   p_e = sum_j p_j. p_.j
 * </pre>
 *
 * <p>Source: J. Cohen, "A coefficient of agreement for nominal scales", Educational and
 * Psychological Measurement 20 (1960), 37-46.
 */
public final class Confusion implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long[][] counts;

  /**
   * Starts without data.
   *
   * @param labels how many different labels there are
   */
  public Confusion(int labels) {
    counts = new long[labels][labels];
  }

  /**
   * Adds an item.
   *
   * @param first label by one annotator, from 0
   * @param second label by the other
   */
  public void add(int first, int second) {
    counts[first][second]++;
  }

  /**
   * Adds what another has seen.
   *
   * @param other of as many labels; stays as it is
   */
  public void add(Confusion other) {
    for (int i = 0; i < counts.length; i++) {
      for (int j = 0; j < counts.length; j++) {
        counts[i][j] += other.counts[i][j];
      }
    }
  }

  /**
   * Returns how many items both labelled.
   *
   * @return the items
   */
  public long items() {
    long items = 0;
    for (long[] row : counts) {
      for (long count : row) {
        items += count;
      }
    }

    return items;
  }

  /**
   * Returns the share of items with equal labels.
   *
   * @return from 0 to 1; null without items
   */
  public @Nullable Double agreement() {
    long equal = 0;
    for (int label = 0; label < counts.length; label++) {
      equal += counts[label][label];
    }

    long items = items();
    return items == 0 ? null : (double) equal / items;
  }

  /**
   * Returns Cohen's kappa.
   *
   * @return at most 1; 0 is chance; null without items, and where both gave one label only
   */
  public @Nullable Double kappa() {
    Double observed = agreement();
    if (observed == null) {
      return null;
    }

    double items = items();
    double chance = 0;
    for (int label = 0; label < counts.length; label++) {
      long row = 0;
      long column = 0;
      for (int other = 0; other < counts.length; other++) {
        row += counts[label][other];
        column += counts[other][label];
      }

      chance += row / items * (column / items);
    }

    return chance == 1 ? null : (observed - chance) / (1 - chance);
  }
}
