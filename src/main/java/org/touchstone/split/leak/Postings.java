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

  /**
   * Returns how many sets are to be compared with a text: those that are neither too small, nor so
   * large that the overlap they need is more than the text has left from the token on. Sets come in
   * ascending order of their sizes, so what is too small is forgotten.
   */
  int reach(Posting text, JaccardBounds bounds) {
    int least = bounds.leastSize(text.size());
    while (start < end && sizes[start] < least) {
      start++;
    }

    int low = start;
    int high = end;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (bounds.overlap(sizes[middle], text.size()) <= text.left()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }

    return low - start;
  }

  /** Tells the ids of the texts within reach that the filters let through. */
  void match(Posting text, int reach, JaccardBounds bounds, LongConsumer found) {
    int overlap = 0;
    for (int i = start, sizeOfOverlap = -1; i < start + reach; i++) {
      if (sizes[i] != sizeOfOverlap) {
        sizeOfOverlap = sizes[i];
        overlap = bounds.overlap(sizeOfOverlap, text.size());
      }

      int differing =
          Long.bitCount(lowBits[i] ^ text.lowBits()) + Long.bitCount(highBits[i] ^ text.highBits());
      if (sizes[i] + text.size() - differing >= 2 * overlap && sizes[i] - places[i] >= overlap) {
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
