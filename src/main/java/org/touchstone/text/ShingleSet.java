package org.touchstone.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct shingles of one text, as sorted 64-bit hashes.
 *
 * <p>Similarities are computed on hashes: of two sets with 10^4 shingles each, a collision that
 * changes the result has a chance of about 10^-11.
 */
public final class ShingleSet {

  private final ShingleKind kind;
  private final long[] hashes;

  private ShingleSet(ShingleKind kind, long[] hashes) {
    this.kind = kind;
    this.hashes = hashes;
  }

  /** Sorts the first values of a buffer in place and keeps one of each. */
  static ShingleSet of(ShingleKind kind, long[] buffer, int size) {
    Arrays.sort(buffer, 0, size);
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || buffer[i] != buffer[i - 1]) {
        buffer[distinct] = buffer[i];
        distinct++;
      }
    }

    return new ShingleSet(kind, Arrays.copyOf(buffer, distinct));
  }

  /**
   * Returns what the shingles are made of.
   *
   * @return the kind
   */
  public ShingleKind kind() {
    return kind;
  }

  /**
   * Returns the number of distinct shingles.
   *
   * @return at least 1 for a text that is not empty
   */
  public int size() {
    return hashes.length;
  }

  /** The sorted hashes; not to be changed. */
  long[] hashes() {
    return hashes;
  }

  /**
   * Packs the hashes for storage.
   *
   * @return 8 bytes each, little-endian, in ascending order
   */
  public byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(hashes.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(hashes);
    return bytes.array();
  }

  /**
   * Returns |a and b| / |a or b| of two packed sets of the same kind.
   *
   * @param a a set as packed by {@link #toBytes()}
   * @param b a set as packed by {@link #toBytes()}
   * @return the Jaccard similarity in [0, 1]; 1 for two empty sets
   */
  public static double jaccard(byte[] a, byte[] b) {
    return jaccard(unpack(a), unpack(b));
  }

  /**
   * Returns the largest Jaccard similarity of two texts over the kinds of sets that both have.
   *
   * @param a the sets of a text
   * @param b the sets of a text
   * @return the similarity in [0, 1]; 0 if they share no kind
   */
  public static double jaccard(List<ShingleSet> a, List<ShingleSet> b) {
    double largest = 0;
    for (ShingleSet left : a) {
      for (ShingleSet right : b) {
        if (left.kind == right.kind) {
          largest = Math.max(largest, jaccard(left.hashes, right.hashes));
        }
      }
    }

    return largest;
  }

  private static long[] unpack(byte[] bytes) {
    long[] hashes = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(hashes);
    return hashes;
  }

  /** Merges the two sorted arrays without branches, whose outcome could not be predicted. */
  private static double jaccard(long[] a, long[] b) {
    int shared = 0;
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      long x = a[i];
      long y = b[j];
      shared += x == y ? 1 : 0;
      i += x <= y ? 1 : 0;
      j += y <= x ? 1 : 0;
    }

    int union = a.length + b.length - shared;
    return union == 0 ? 1 : (double) shared / union;
  }
}
