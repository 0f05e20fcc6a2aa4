package org.touchstone.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.touchstone.train.EpochOrder.KeyRange;

/**
 * The comparisons of one worker, in the order of one epoch.
 *
 * <p>Those of one group are ordered by their content, so the order does not depend on how they came
 * here.
 */
public final class PairShard implements Serializable {

  private static final long serialVersionUID = 1L;

  private record Placed(long key, EncodedComparison comparison) {}

  private static final Comparator<Placed> ORDER =
      Comparator.comparingLong(Placed::key)
          .thenComparing(placed -> placed.comparison().replies(), PairShard::compare)
          .thenComparing(placed -> placed.comparison().rankings(), PairShard::compare)
          .thenComparing(placed -> placed.comparison().ratings(), Arrays::compare)
          .thenComparing(placed -> placed.comparison().margin())
          .thenComparing(placed -> placed.comparison().weight());

  private final EncodedComparison[] pairs;
  private final long[] groupHashes;
  private final long[] keys;

  private PairShard(EncodedComparison[] pairs, long[] groupHashes, long[] keys) {
    this.pairs = pairs;
    this.groupHashes = groupHashes;
    this.keys = keys;
  }

  /**
   * Puts pairs into the order of the first epoch.
   *
   * @param pairs in any order
   * @param seed seed of the run
   * @return the shard
   */
  public static PairShard of(List<EncodedComparison> pairs, long seed) {
    EncodedComparison[] copied = pairs.toArray(EncodedComparison[]::new);
    long[] hashes = new long[copied.length];
    for (int i = 0; i < copied.length; i++) {
      hashes[i] = EpochOrder.groupHash(seed, copied[i].group());
    }

    return ordered(copied, hashes, 0);
  }

  /**
   * Puts the same pairs into the order of another epoch.
   *
   * @param epoch from 0
   * @return another shard
   */
  public PairShard forEpoch(int epoch) {
    return ordered(pairs, groupHashes, epoch);
  }

  /**
   * Returns the pairs of a batch that are here.
   *
   * @param batch a range of this epoch
   * @return a view, perhaps empty
   */
  public List<EncodedComparison> slice(KeyRange batch) {
    int from = lowerBound(batch.first());
    int to = batch.last() == Long.MAX_VALUE ? keys.length : lowerBound(batch.last() + 1);
    return Arrays.asList(pairs).subList(from, to);
  }

  /**
   * Returns every pair.
   *
   * @return a view, in this epoch's order
   */
  public List<EncodedComparison> all() {
    return Arrays.asList(pairs);
  }

  /**
   * Returns what {@link EpochOrder#batches} needs.
   *
   * @return one hash per pair
   */
  public long[] groupHashes() {
    return groupHashes.clone();
  }

  private static PairShard ordered(EncodedComparison[] pairs, long[] hashes, int epoch) {
    Integer[] order = new Integer[pairs.length];
    Placed[] placed = new Placed[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      order[i] = i;
      placed[i] = new Placed(EpochOrder.key(hashes[i], epoch), pairs[i]);
    }

    Arrays.sort(order, (a, b) -> ORDER.compare(placed[a], placed[b]));
    EncodedComparison[] sorted = new EncodedComparison[pairs.length];
    long[] sortedHashes = new long[pairs.length];
    long[] keys = new long[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      sorted[i] = pairs[order[i]];
      sortedHashes[i] = hashes[order[i]];
      keys[i] = placed[order[i]].key();
    }

    return new PairShard(sorted, sortedHashes, keys);
  }

  private static int compare(int[][] a, int[][] b) {
    return Arrays.compare(a, b, Arrays::compare);
  }

  private int lowerBound(long key) {
    int low = 0;
    int high = keys.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[middle] < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }

    return low;
  }
}
