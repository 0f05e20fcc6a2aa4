package org.touchstone.split.leak;

/**
 * A set as one token of its prefix sees it.
 *
 * @param id of the text
 * @param sides one bit for each side that has the text
 * @param size tokens of the set
 * @param place of the token in the order, from 0
 * @param lowBits parity of the tokens whose last 7 bits are below 64
 * @param highBits parity of the others
 */
record Posting(long id, int sides, int size, int place, long lowBits, long highBits) {

  /**
   * Tokens from this one on: what the set can share with another whose first shared token it is.
   */
  int left() {
    return size - place;
  }
}
