package org.touchstone.deduplicate;

import java.util.Locale;

/** What a duplicate has in common with the row that it repeats; tables hold the label. */
public enum DuplicateKind {
  /** The same prompt and replies after normalising, and no replies in opposite order. */
  EXACT,
  /** Prompt and replies at least as similar as demanded, and no replies in opposite order. */
  NEAR,
  /** As either, with some two replies in opposite order. */
  SWAPPED;

  /**
   * Returns the name used in tables.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
