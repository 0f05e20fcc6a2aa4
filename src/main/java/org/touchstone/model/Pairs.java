package org.touchstone.model;

/** Two token ids in one long, which sorts by the left id and then by the right one. */
final class Pairs {

  private Pairs() {}

  static long of(int left, int right) {
    return ((long) left << Integer.SIZE) | right; // ids are not negative
  }

  static int left(long pair) {
    return (int) (pair >>> Integer.SIZE);
  }

  static int right(long pair) {
    return (int) pair;
  }
}
