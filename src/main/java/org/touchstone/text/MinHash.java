package org.touchstone.text;

import java.util.Arrays;

/**
 * MinHash signatures and their bands: texts whose shingle sets have Jaccard similarity s share at
 * least one band with probability
 *
 * <pre>
 *   1 - (1 - s^r)^b     b = bands, r = rows per band
 * </pre>
 *
 * <p>Version 2: slot i of the signature is the least of
 *
 * <pre>
 *   ((a_i x + c_i) modulo 2^32) / 2, rounded down
 * </pre>
 *
 * over the upper 32 bits x of all shingles, with a_i odd and c_i the upper and the lower half of
 * what SplitMix64, started at 1, gives next. The shingles are mixed hashes already; multiply-shift
 * alone on raw text would not be uniform enough. The halving keeps differences of two slots from
 * overflowing, so that a minimum is arithmetic that compilers turn into vector instructions.
 *
 * <p>Cost: bands x rows multiplications a shingle, repeats included. Source: A. Broder, "On the
 * resemblance and containment of documents", 1997; M. Dietzfelbinger et al., "A reliable randomized
 * algorithm for the closest-pair problem", 1997 (multiply-shift).
 */
public final class MinHash {

  /** Written to manifests. */
  public static final String VERSION = "minhash-v2";

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final int bands;
  private final int rowsPerBand;
  private final int[] factors;
  private final int[] terms;

  /**
   * Prepares the hash functions.
   *
   * @param bands bands b
   * @param rowsPerBand rows r in each band
   */
  public MinHash(int bands, int rowsPerBand) {
    if (bands < 1 || rowsPerBand < 1) {
      throw new IllegalArgumentException(
          "Cannot sign with %d bands of %d rows: at least 1 of each needed"
              .formatted(bands, rowsPerBand));
    }

    this.bands = bands;
    this.rowsPerBand = rowsPerBand;
    this.factors = new int[bands * rowsPerBand];
    this.terms = new int[bands * rowsPerBand];
    long state = 1;
    for (int i = 0; i < factors.length; i++) {
      state += GOLDEN;
      long drawn = mix(state);
      factors[i] = (int) (drawn >>> 32) | 1;
      terms[i] = (int) drawn;
    }
  }

  /**
   * Signs a text.
   *
   * @param shingles the shingles of the text, at least one
   * @return bands x rows slots; the share of equal slots of two signatures estimates the Jaccard
   *     similarity of the sets
   */
  public int[] sign(Windows shingles) {
    int[] signature = new int[factors.length];
    Arrays.fill(signature, Integer.MAX_VALUE);
    long[] hashes = shingles.hashes();
    int last = hashes.length - 1;
    for (int at = 0; at <= last; at += 4) {
      lower(
          signature,
          (int) (hashes[at] >>> 32),
          (int) (hashes[Math.min(at + 1, last)] >>> 32),
          (int) (hashes[Math.min(at + 2, last)] >>> 32),
          (int) (hashes[Math.min(at + 3, last)] >>> 32));
    }

    return signature;
  }

  /**
   * Lowers every slot to the least of four more shingles. No Math.min: the compiler of JDK 17 makes
   * no vectors of it. Four at once: what is too short for its vectors falls to a scalar loop.
   */
  private void lower(int[] signature, int w, int x, int y, int z) {
    int[] a = factors;
    int[] c = terms;
    for (int i = 0; i < signature.length; i++) {
      int factor = a[i];
      int term = c[i];
      int slot = signature[i];
      int less = ((factor * w + term) >>> 1) - slot;
      slot += less & (less >> 31);
      less = ((factor * x + term) >>> 1) - slot;
      slot += less & (less >> 31);
      less = ((factor * y + term) >>> 1) - slot;
      slot += less & (less >> 31);
      less = ((factor * z + term) >>> 1) - slot;
      signature[i] = slot + (less & (less >> 31));
    }
  }

  /**
   * Returns one key a band: texts of one space that agree on all rows of a band have equal keys
   * there.
   *
   * @param shingles the shingles of a text, at least one
   * @param space texts of different spaces never meet
   * @return a key for each band, different for different bands and spaces up to 64-bit collisions
   */
  public long[] bandKeys(Windows shingles, int space) {
    int[] signature = sign(shingles);
    long[] keys = new long[bands];
    for (int band = 0; band < bands; band++) {
      long key = mix(((long) space << 32) + band + 1);
      for (int row = 0; row < rowsPerBand; row++) {
        key = mix(key * GOLDEN + signature[band * rowsPerBand + row]);
      }

      keys[band] = key;
    }

    return keys;
  }

  /** The finisher of SplitMix64: every bit of the result depends on every bit of the value. */
  static long mix(long value) {
    long mixed = value;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
