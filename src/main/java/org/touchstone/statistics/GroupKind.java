package org.touchstone.statistics;

import java.util.Locale;

/** By what rows are grouped. */
public enum GroupKind {
  TOTAL,
  SOURCE,
  SPLIT,
  SOURCE_AND_SPLIT,
  LANGUAGE;

  /**
   * Returns the name in tables, such as {@code source-and-split}.
   *
   * @return the lower-case name
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
