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

  private static final int CHECKED_EVERY = 32;
  private static final double ROUNDING = 1e-6;

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

  /**
   * Returns the shingles as a list, for signing.
   *
   * @return each shingle once, in ascending order of the hashes
   */
  public Windows windows() {
    return new Windows(kind, hashes);
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
   * Unpacks a set.
   *
   * @param kind what its shingles are made of
   * @param bytes the set as {@link #toBytes()} packed it
   * @return an equal set
   */
  public static ShingleSet fromBytes(ShingleKind kind, byte[] bytes) {
    long[] hashes = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(hashes);
    return new ShingleSet(kind, hashes);
  }

  /**
   * Returns the Jaccard similarity |a and b| / |a or b| with a set of the same kind, where it is
   * high enough to matter.
   *
   * @param other the other set
   * @param atLeast least similarity that matters
   * @return the similarity if it is at least that, else 0
   */
  public double similarity(ShingleSet other, double atLeast) {
    if (kind != other.kind) {
      return 0;
    }

    int sum = hashes.length + other.hashes.length;
    int mayDiffer = sum - (int) Math.ceil(2 * atLeast / (1 + atLeast) * sum - ROUNDING);
    int shared = shared(hashes, other.hashes, mayDiffer);
    double similarity = sum == 0 ? 1 : (double) shared / (sum - shared);
    return shared >= 0 && similarity >= atLeast ? similarity : 0;
  }

  /**
   * Returns the largest Jaccard similarity of two texts over the kinds of sets that both have,
   * where it is high enough to matter.
   *
   * @param a the sets of a text
   * @param b the sets of a text
   * @param atLeast least similarity that matters
   * @return the similarity in [0, 1] if it is at least that, else 0; 0 if they share no kind
   */
  public static double similarity(List<ShingleSet> a, List<ShingleSet> b, double atLeast) {
    double largest = 0;
    for (ShingleSet left : a) {
      for (ShingleSet right : b) {
        largest = Math.max(largest, left.similarity(right, atLeast));
      }
    }

    return largest;
  }

  /**
   * Counts what two sorted arrays share, without branches whose outcome could not be predicted.
   *
   * @param mayDiffer how many elements of the two together may be in one of them only
   * @return the count, or -1 as soon as more differ
   */
  private static int shared(long[] a, long[] b, int mayDiffer) {
    int shared = 0;
    int i = 0;
    int j = 0;
    while (i < a.length && j < b.length) {
      int pause = Math.min(CHECKED_EVERY, Math.min(a.length - i, b.length - j));
      for (int step = 0; step < pause; step++) {
        long x = a[i];
        long y = b[j];
        shared += x == y ? 1 : 0;
        i += x <= y ? 1 : 0;
        j += y <= x ? 1 : 0;
      }

      if (i + j - 2 * shared > mayDiffer) {
        return -1;
      }
    }

    return shared;
  }
}
