package org.touchstone.config;

import java.util.Collection;
import java.util.Comparator;

/** What somebody probably meant who misspelt a name. */
public final class Nearest {

  private Nearest() {}

  /**
   * Returns the nearest of some names.
   *
   * @param name what was written
   * @param known the names there are
   * @return the one of the smallest Levenshtein distance, the first in alphabet among equals; empty
   *     if there are none
   */
  public static String to(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .orElse("");
  }

  /** Levenshtein distance in characters. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }

    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], row[j]));
      }
    }

    return row[b.length()];
  }
}
