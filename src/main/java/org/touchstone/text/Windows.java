package org.touchstone.text;

/**
 * The shingles of one text in its order, repeats included.
 *
 * @param kind what the shingles are made of
 * @param hashes a 64-bit hash each, at least one; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared with nothing; a list would box every shingle
public record Windows(ShingleKind kind, long[] hashes) {

  /**
   * Returns the distinct shingles.
   *
   * @return the set
   */
  public ShingleSet set() {
    return ShingleSet.of(kind, hashes.clone(), hashes.length);
  }
}
