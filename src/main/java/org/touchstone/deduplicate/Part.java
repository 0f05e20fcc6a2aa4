package org.touchstone.deduplicate;

import org.touchstone.text.ContentHash;
import org.touchstone.text.ShingleKind;

/** The parts of a comparison whose texts are compared, each with its own. */
enum Part {
  PROMPT,
  REPLY;

  private static final int KINDS = ShingleKind.values().length;

  /** The 64-bit id of a text: equal texts of one part are one vertex of the graph of duplicates. */
  long vertex(String text) {
    return ContentHash.keyed(ordinal(), text);
  }

  /** The number of a kind of shingles of this part; only sets of one number are compared. */
  int space(ShingleKind kind) {
    return ordinal() * KINDS + kind.ordinal();
  }

  /** The part of a number from {@link #space}. */
  static Part ofSpace(int space) {
    return values()[space / KINDS];
  }
}
