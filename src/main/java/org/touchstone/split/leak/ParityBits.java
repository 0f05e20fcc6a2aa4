package org.touchstone.split.leak;

/**
 * 128 bits of a set: each token flips the one that its last seven bits name.
 *
 * @param low of the tokens whose last seven bits are below 64
 * @param high of the others
 */
record ParityBits(long low, long high) {

  static ParityBits of(long[] tokens) {
    long low = 0;
    long high = 0;
    for (long token : tokens) {
      long bit = 1L << token;
      boolean isLow = (token & Long.SIZE) == 0;
      low ^= isLow ? bit : 0;
      high ^= isLow ? 0 : bit;
    }

    return new ParityBits(low, high);
  }
}
