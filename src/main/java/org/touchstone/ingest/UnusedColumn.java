package org.touchstone.ingest;

import java.io.Serializable;

/**
 * Text under one key of which nothing entered a comparison.
 *
 * @param rows records that have such text under the key
 * @param characters of these texts
 * @param proseRows records of which it is written language: neither an address nor an id
 * @param proseCharacters of these
 */
public record UnusedColumn(long rows, long characters, long proseRows, long proseCharacters)
    implements Serializable {

  /** Mean length from which a text is long enough to be a prompt. */
  public static final int LONG_CHARACTERS = 20;

  UnusedColumn plus(UnusedColumn other) {
    return new UnusedColumn(
        rows + other.rows,
        characters + other.characters,
        proseRows + other.proseRows,
        proseCharacters + other.proseCharacters);
  }

  /** Whether more than half of so many records have written language here that is long. */
  boolean isLongText(long records) {
    return 2 * proseRows > records && proseCharacters >= LONG_CHARACTERS * proseRows;
  }
}
