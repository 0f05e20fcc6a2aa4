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
 * <p>Version 1: slot i of the signature is the least of the upper 32 bits of a_i x + c_i modulo
 * 2^64 over all shingles x, with a_i odd and c_i from SplitMix64 started at 1. The shingles are
 * mixed hashes already; multiply-shift alone on raw text would not be uniform enough.
 *
 * <p>Cost: bands x rows multiplications a shingle. Source: A. Broder, "On the resemblance and
 * containment of documents", 1997; M. Dietzfelbinger et al., "A reliable randomized algorithm for
 * the closest-pair problem", 1997 (multiply-shift).
 */
public final class MinHash {

  /** Written to manifests. */
  public static final String VERSION = "minhash-v1";

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final int bands;
  private final int rowsPerBand;
  private final long[] factors;
  private final long[] terms;

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
    this.factors = new long[bands * rowsPerBand];
    this.terms = new long[bands * rowsPerBand];
    long state = 1;
    for (int i = 0; i < factors.length; i++) {
      state += GOLDEN;
      factors[i] = mix(state) | 1;
      state += GOLDEN;
      terms[i] = mix(state);
    }
  }

  /**
   * Signs a set.
   *
   * @param set the shingles of a text
   * @return bands x rows slots; the share of equal slots of two signatures estimates the Jaccard
   *     similarity of the sets
   */
  public int[] sign(ShingleSet set) {
    int[] signature = new int[factors.length];
    Arrays.fill(signature, Integer.MAX_VALUE);
    for (long shingle : set.hashes()) {
      for (int i = 0; i < signature.length; i++) {
        signature[i] = Math.min(signature[i], (int) ((factors[i] * shingle + terms[i]) >>> 32));
      }
    }

    return signature;
  }

  /**
   * Returns one key a band: sets of one kind that agree on all rows of a band have equal keys
   * there.
   *
   * @param set the shingles of a text
   * @return a key for each band, different for different bands and kinds up to 64-bit collisions
   */
  public long[] bandKeys(ShingleSet set) {
    int[] signature = sign(set);
    long[] keys = new long[bands];
    for (int band = 0; band < bands; band++) {
      long key = mix(band * 2L + set.kind().ordinal() + 1);
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
