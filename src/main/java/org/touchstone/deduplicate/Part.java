package org.touchstone.deduplicate;

import java.util.stream.IntStream;
import org.touchstone.text.ContentHash;
import org.touchstone.text.ShingleKind;

/** The parts of a comparison whose texts are compared, each with its own. */
enum Part {
  PROMPT,
  REPLY;

  private static final int KINDS = ShingleKind.values().length;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final ContentHash.Keyed hash = ContentHash.keyed(ordinal());

  /** The 64-bit id of a text: equal texts of one part are one vertex of the graph of duplicates. */
  long vertex(String text) {
    return hash.of(text);
  }

  /** The number of a kind of shingles of this part; only sets of one number are compared. */
  int space(ShingleKind kind) {
    return ordinal() * KINDS + kind.ordinal();
  }

  /** The numbers of all kinds of shingles of this part. */
  int[] spaces() {
    return IntStream.range(ordinal() * KINDS, (ordinal() + 1) * KINDS).toArray();
  }

  /** The part of a number from {@link #space}. */
  static Part ofSpace(int space) {
    return values()[space / KINDS];
  }

  /** The kind of shingles of a number from {@link #space}. */
  static ShingleKind kindOfSpace(int space) {
    return ShingleKind.values()[space % KINDS];
  }

  /** The 64-bit id of one shingle set of a text; the same again gives the vertex back. */
  static long node(long vertex, int space) {
    return vertex ^ (space * GOLDEN);
  }
}
