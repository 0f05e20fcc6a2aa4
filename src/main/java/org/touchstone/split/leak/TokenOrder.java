package org.touchstone.split.leak;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.touchstone.text.ShingleKind;
import org.touchstone.text.ShingleSet;

/**
 * One order of all tokens, rarest first, and which sides a token may be on.
 *
 * <p>Tokens are counted in buckets, so that the whole corpus needs one small table: the order is by
 * the count of a token's bucket, then by the token. Prefix filtering is exact in any order; a
 * bucket that several tokens share makes the order a little worse and no result different. A bucket
 * that was seen on one side only holds no token of another.
 */
final class TokenOrder implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int LEAST_BITS = 10;
  private static final int MOST_BITS = 22;

  private final int shift;
  private final int[] counts;
  private final int[] sides;

  private TokenOrder(int bits) {
    this.shift = Long.SIZE - bits;
    this.counts = new int[1 << bits];
    this.sides = new int[1 << bits];
  }

  /** An empty table with about 64 buckets a text, from 8 KiB up to 32 MiB. */
  static TokenOrder forTexts(long texts) {
    int bits = Long.SIZE - Long.numberOfLeadingZeros(texts * 64);
    return new TokenOrder(Math.min(MOST_BITS, Math.max(LEAST_BITS, bits)));
  }

  /** The tokens of a set, ascending; those of different kinds of sets differ. */
  static long[] tokens(ShingleSet set) {
    long[] tokens = new long[set.size()];
    ByteBuffer.wrap(set.toBytes()).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(tokens);
    if (set.kind() == ShingleKind.WORDS) {
      for (int i = 0, j = tokens.length - 1; i <= j; i++, j--) {
        long last = ~tokens[j];
        tokens[j] = ~tokens[i];
        tokens[i] = last;
      }
    }

    return tokens;
  }

  void count(long[] tokens, int sidesOfText) {
    for (long token : tokens) {
      int bucket = bucket(token);
      counts[bucket]++;
      sides[bucket] |= sidesOfText;
    }
  }

  /** Adds what another table counted. */
  TokenOrder plus(TokenOrder other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
      sides[i] |= other.sides[i];
    }

    return this;
  }

  /** Whether the token may be on two sides; a pair without such a token shares none across them. */
  boolean mayCross(long token) {
    return Integer.bitCount(sides[bucket(token)]) > 1;
  }

  /** Returns the tokens in this order; they are given in ascending order. */
  long[] sorted(long[] ascending) {
    long[] keys = new long[ascending.length];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) counts[bucket(ascending[i])] << Integer.SIZE | i;
    }

    Arrays.sort(keys);
    for (int i = 0; i < keys.length; i++) {
      keys[i] = ascending[(int) keys[i]];
    }

    return keys;
  }

  private int bucket(long token) {
    return (int) (token * 0x9E3779B97F4A7C15L >>> shift);
  }
}
