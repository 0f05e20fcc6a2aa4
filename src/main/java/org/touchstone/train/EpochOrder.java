package org.touchstone.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.touchstone.text.ContentHash;

/**
 * The order in which an epoch visits pairs, the same for any number of workers.
 *
 * <p>A pair's place is a 64-bit key that depends on its group, the epoch and the seed alone; the
 * pairs of a group share a key. A batch is a range of keys, so workers need to be told two numbers
 * to know which of their pairs belong to it, and no batch cuts a group.
 *
 * <p>Keys: SplitMix64's finaliser, a bijection, over a keyed XXH3-64 of the group, so that groups
 * that differ in one epoch differ in all.
 */
public final class EpochOrder {

  private EpochOrder() {}

  /**
   * A batch.
   *
   * @param first smallest key, inclusive
   * @param last largest key, inclusive
   */
  public record KeyRange(long first, long last) implements java.io.Serializable {}

  /**
   * Hashes a group once for all epochs.
   *
   * @param seed seed of the run
   * @param group the prompt cluster
   * @return 64 bits
   */
  public static long groupHash(long seed, String group) {
    return ContentHash.keyed(seed, group);
  }

  /**
   * Returns a group's place in an epoch.
   *
   * @param groupHash of {@link #groupHash}
   * @param epoch from 0
   * @return the key; keys are ordered as signed numbers
   */
  public static long key(long groupHash, int epoch) {
    long z = groupHash + (epoch + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /**
   * Cuts an epoch into batches of at least {@code batchPairs} pairs; what remains at the end joins
   * the last batch if it is less than half of one.
   *
   * @param groupHashes one per pair, in any order
   * @param epoch from 0
   * @param batchPairs pairs a batch, at least 1
   * @return ranges that together hold every pair once
   */
  public static List<KeyRange> batches(long[] groupHashes, int epoch, int batchPairs) {
    long[] keys = Arrays.stream(groupHashes).map(hash -> key(hash, epoch)).sorted().toArray();
    List<KeyRange> batches = new ArrayList<>();
    int start = 0;
    while (start < keys.length) {
      int end = Math.min(start + batchPairs, keys.length);
      while (end < keys.length && keys[end] == keys[end - 1]) {
        end++;
      }

      if (keys.length - end < batchPairs / 2) {
        end = keys.length;
      }

      batches.add(new KeyRange(keys[start], keys[end - 1]));
      start = end;
    }

    return batches;
  }
}
