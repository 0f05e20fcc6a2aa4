package org.touchstone.deduplicate;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import scala.Tuple2;

/**
 * Brings pairs of 64-bit numbers with the same first number together, packed in arrays: as rows,
 * each of some hundred pairs a text would cost more than the text.
 */
final class PairShuffle {

  private static final int PAIRS_PER_PARTITION = 1 << 20;
  private static final int MAX_PAIRS_PER_CHUNK = 1 << 11;
  private static final int BUFFERED_PAIRS = 1 << 21;

  private PairShuffle() {}

  /** Returns the partitions for so many pairs: each takes some 40 MiB while it is sorted. */
  static int partitions(JavaRDD<?> rdd, long pairs) {
    long needed = Math.floorDiv(pairs, PAIRS_PER_PARTITION) + 1;
    int least = rdd.context().defaultParallelism();
    return (int) Math.min(1 << 15, Math.max(least, needed));
  }

  /**
   * Returns the distinct pairs, each partition sorted, as one element a partition; pairs with the
   * same first number are in one partition.
   *
   * @param flat pairs that lie one after the other, in arrays of any length
   */
  static JavaRDD<LongPairs> together(JavaRDD<long[]> flat, int partitions) {
    PairFlatMapFunction<Iterator<long[]>, Integer, long[]> chunks =
        pairs -> new Chunks(pairs, partitions);
    FlatMapFunction<Iterator<long[]>, LongPairs> sort = PairShuffle::sorted;
    return flat.mapPartitionsToPair(chunks)
        .partitionBy(new HashPartitioner(partitions))
        .values()
        .mapPartitions(sort);
  }

  private static Iterator<LongPairs> sorted(Iterator<long[]> chunks) {
    LongPairs pairs = new LongPairs();
    chunks.forEachRemaining(pairs::addAll);
    pairs.sortAndDropRepeats();
    return java.util.List.of(pairs).iterator();
  }

  /** Collects the pairs for each partition until a chunk is full. */
  private static final class Chunks implements Iterator<Tuple2<Integer, long[]>> {

    private final Iterator<long[]> pairs;
    private final long[][] buffers;
    private final int[] sizes;
    private final int chunk;
    private final Deque<Tuple2<Integer, long[]>> full = new ArrayDeque<>();
    private int flushed;

    Chunks(Iterator<long[]> pairs, int partitions) {
      this.pairs = pairs;
      this.buffers = new long[partitions][];
      this.sizes = new int[partitions];
      this.chunk = 2 * Math.min(MAX_PAIRS_PER_CHUNK, Math.max(16, BUFFERED_PAIRS / partitions));
    }

    @Override
    public boolean hasNext() {
      while (full.isEmpty() && pairs.hasNext()) {
        add(pairs.next());
      }

      while (full.isEmpty() && flushed < buffers.length) {
        if (sizes[flushed] > 0) {
          full.add(new Tuple2<>(flushed, Arrays.copyOf(buffers[flushed], sizes[flushed])));
        }

        buffers[flushed] = new long[0];
        flushed++;
      }

      return !full.isEmpty();
    }

    @Override
    public Tuple2<Integer, long[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("no chunk is left");
      }

      return full.remove();
    }

    private void add(long[] flat) {
      for (int i = 0; i < flat.length; i += 2) {
        int partition = (int) Long.remainderUnsigned(flat[i], buffers.length);
        long[] buffer = buffers[partition];
        if (buffer == null) {
          buffer = new long[chunk];
          buffers[partition] = buffer;
        }

        buffer[sizes[partition]] = flat[i];
        buffer[sizes[partition] + 1] = flat[i + 1];
        sizes[partition] += 2;
        if (sizes[partition] == chunk) {
          full.add(new Tuple2<>(partition, buffer));
          buffers[partition] = new long[chunk];
          sizes[partition] = 0;
        }
      }
    }
  }
}
