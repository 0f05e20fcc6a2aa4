package org.touchstone.score;

/**
 * Where a row came from.
 *
 * @param where the file, or the id of a comparison; empty if unknown
 * @param number of the row in its file; 0 if unknown
 */
record RowOrigin(String where, long number) {

  /** For the middle of a sentence. */
  String words() {
    if (where.isEmpty()) {
      return "a row";
    }

    return number == 0 ? "comparison " + where : "row %d of %s".formatted(number, where);
  }
}
