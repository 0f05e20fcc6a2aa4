package org.touchstone.split.leak;

import java.util.Arrays;
import java.util.function.LongConsumer;

/** Sets with one token that are on the same sides, by ascending size, in 32 bytes each. */
final class Postings {

  private static final int FIRST_CAPACITY = 4;

  private final int sides;
  private long[] ids = new long[FIRST_CAPACITY];
  private int[] sizes = new int[FIRST_CAPACITY];
  private int[] places = new int[FIRST_CAPACITY];
  private long[] lowBits = new long[FIRST_CAPACITY];
  private long[] highBits = new long[FIRST_CAPACITY];
  private int start;
  private int end;

  Postings(int sides) {
    this.sides = sides;
  }

  int size() {
    return end - start;
  }

  /** Whether a text of these sides and one of the others can be on two different ones. */
  boolean crosses(int others) {
    return Integer.bitCount(sides | others) > 1;
  }

  void add(Posting text) {
    if (end == ids.length) {
      makeRoom();
    }

    ids[end] = text.id();
    sizes[end] = text.size();
    places[end] = text.place();
    lowBits[end] = text.lowBits();
    highBits[end] = text.highBits();
    end++;
  }

  /** Sets come in ascending order of their sizes, so what is too small stays so. */
  void dropBelow(int leastSize) {
    while (start < end && sizes[start] < leastSize) {
      start++;
    }
  }

  /** Tells the ids of all texts that the filters let through. */
  void match(Posting text, JaccardBounds bounds, LongConsumer found) {
    int left = text.size() - text.place();
    int overlap = 0;
    for (int i = start, sizeOfOverlap = -1; i < end; i++) {
      if (sizes[i] != sizeOfOverlap) {
        sizeOfOverlap = sizes[i];
        overlap = bounds.overlap(sizeOfOverlap, text.size());
      }

      int differing =
          Long.bitCount(lowBits[i] ^ text.lowBits()) + Long.bitCount(highBits[i] ^ text.highBits());
      if (sizes[i] + text.size() - differing >= 2 * overlap
          && Math.min(left, sizes[i] - places[i]) >= overlap) {
        found.accept(ids[i]);
      }
    }
  }

  /** Moves what is still compared to the front, or to arrays of twice the size. */
  private void makeRoom() {
    int kept = end - start;
    int capacity = 2 * kept > ids.length ? 2 * ids.length : ids.length;
    ids = Arrays.copyOf(Arrays.copyOfRange(ids, start, end), capacity);
    sizes = Arrays.copyOf(Arrays.copyOfRange(sizes, start, end), capacity);
    places = Arrays.copyOf(Arrays.copyOfRange(places, start, end), capacity);
    lowBits = Arrays.copyOf(Arrays.copyOfRange(lowBits, start, end), capacity);
    highBits = Arrays.copyOf(Arrays.copyOfRange(highBits, start, end), capacity);
    start = 0;
    end = kept;
  }
}
