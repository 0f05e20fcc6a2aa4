package org.touchstone.deduplicate;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Reduces buckets to stars: the pairs of the least node of a bucket and each of its nodes. All
 * nodes of a bucket are in the star of its least one, so comparing within stars compares within
 * buckets.
 */
final class FindStars implements FlatMapFunction<Iterator<LongPairs>, long[]> {

  private static final long serialVersionUID = 1L;
  private static final int CHUNK = 1 << 12;

  @Override
  public Iterator<long[]> call(Iterator<LongPairs> partitions) {
    return new Flattened<>(partitions, Stars::new);
  }

  /** The stars of one sorted partition, in arrays of bounded length. */
  private static final class Stars implements Iterator<long[]> {

    private final LongPairs entries;
    private int start;
    private int end;
    private int at;

    Stars(LongPairs entries) {
      this.entries = entries;
      advance(0);
    }

    @Override
    public boolean hasNext() {
      return start < entries.size();
    }

    @Override
    public long[] next() {
      long[] flat = new long[CHUNK];
      int used = 0;
      while (used < CHUNK && hasNext()) {
        flat[used] = entries.second(start);
        flat[used + 1] = entries.second(at);
        used += 2;
        at++;
        if (at == end) {
          advance(end);
        }
      }

      return Arrays.copyOf(flat, used);
    }

    /** Goes to the next bucket of two or more. */
    private void advance(int from) {
      start = entries.nextRun(from, 1);
      end = start < entries.size() ? entries.endOfRun(start) : start;
      at = start;
    }
  }
}
