package org.touchstone.deduplicate;

import java.util.Arrays;
import java.util.Comparator;

/**
 * A growing list of pairs of 64-bit numbers, 16 bytes each, that sorts itself and drops repeats.
 *
 * <p>First numbers are hashes, so sorting their upper bits with the place of the pair in the lower
 * ones, as plain longs, leaves next to nothing to do.
 */
final class LongPairs {

  private static final int FIRST_CAPACITY = 1 << 12;

  private long[] firsts = new long[FIRST_CAPACITY];
  private long[] seconds = new long[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  long first(int index) {
    return firsts[index];
  }

  long second(int index) {
    return seconds[index];
  }

  void add(long first, long second) {
    if (size == firsts.length) {
      firsts = Arrays.copyOf(firsts, 2 * size);
      seconds = Arrays.copyOf(seconds, 2 * size);
    }

    firsts[size] = first;
    seconds[size] = second;
    size++;
  }

  /** Adds pairs that lie one after the other. */
  void addAll(long[] flat) {
    for (int i = 0; i < flat.length; i += 2) {
      add(flat[i], flat[i + 1]);
    }
  }

  /** Returns the end of the run of pairs that have the first number of this one. */
  int endOfRun(int start) {
    int end = start + 1;
    while (end < size && firsts[end] == firsts[start]) {
      end++;
    }

    return end;
  }

  /**
   * Returns the start of the next run of more than so many pairs, or the size.
   *
   * @param from the start of a run
   * @param longerThan how many pairs are not enough
   */
  int nextRun(int from, int longerThan) {
    int start = from;
    while (start < size) {
      int end = endOfRun(start);
      if (end - start > longerThan) {
        return start;
      }

      start = end;
    }

    return size;
  }

  /** Sorts by first and then by second number and keeps one of equal pairs. */
  void sortAndDropRepeats() {
    byFirst();
    for (int start = 0; start < size; ) {
      int end = endOfRun(start);
      if (end - start > 1) {
        Arrays.sort(seconds, start, end);
      }

      start = end;
    }

    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || firsts[i] != firsts[i - 1] || seconds[i] != seconds[i - 1]) {
        firsts[kept] = firsts[i];
        seconds[kept] = seconds[i];
        kept++;
      }
    }

    size = kept;
  }

  private void byFirst() {
    long places = Math.max(1, Integer.highestOneBit(Math.max(1, size - 1)) * 2L) - 1;
    long[] order = new long[size];
    for (int i = 0; i < size; i++) {
      order[i] = (firsts[i] & ~places) | i;
    }

    Arrays.sort(order);
    long[] sortedFirsts = new long[size];
    long[] sortedSeconds = new long[size];
    for (int i = 0; i < size; i++) {
      int place = (int) (order[i] & places);
      sortedFirsts[i] = firsts[place];
      sortedSeconds[i] = seconds[place];
    }

    firsts = sortedFirsts;
    seconds = sortedSeconds;
    for (int start = 0; start < size; ) {
      int end = start + 1;
      boolean mixed = false;
      while (end < size && (firsts[end] & ~places) == (firsts[start] & ~places)) {
        mixed |= firsts[end] != firsts[start];
        end++;
      }

      if (mixed) {
        sortWhole(start, end);
      }

      start = end;
    }
  }

  /** Sorts the few pairs whose first numbers differ in the lower bits only. */
  private void sortWhole(int start, int end) {
    long[][] pairs = new long[end - start][];
    for (int i = start; i < end; i++) {
      pairs[i - start] = new long[] {firsts[i], seconds[i]};
    }

    Arrays.sort(pairs, Comparator.comparingLong(pair -> pair[0]));
    for (int i = start; i < end; i++) {
      firsts[i] = pairs[i - start][0];
      seconds[i] = pairs[i - start][1];
    }
  }
}
