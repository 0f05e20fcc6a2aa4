package org.touchstone.deduplicate;

/** Remembers up to a million numbers of a partition, 16 MiB, so that repeats need no work. */
final class SeenNumbers {

  private static final int SLOTS = 1 << 21;

  private final long[] slots = new long[SLOTS];
  private boolean zero;
  private int size;

  /** Returns true if the number was not seen yet, or if there is no room to remember it. */
  boolean add(long number) {
    if (number == 0) {
      boolean first = !zero;
      zero = true;
      return first;
    }

    int slot = (int) ((number * 0x9E3779B97F4A7C15L) >>> 43);
    while (slots[slot] != 0) {
      if (slots[slot] == number) {
        return false;
      }

      slot = (slot + 1) & (SLOTS - 1);
    }

    if (2 * size < SLOTS) {
      slots[slot] = number;
      size++;
    }

    return true;
  }
}
