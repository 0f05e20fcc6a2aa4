package org.touchstone.model;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** How often a pair of tokens occurs, and in which words it did at some time. */
final class PairUses {

  private long count;
  private int[] words = new int[2];
  private int size;

  long count() {
    return count;
  }

  /** Adds to the count alone; negative where occurrences go away. */
  void add(long occurrences) {
    count += occurrences;
  }

  /** Adds occurrences in a word; calls for one word come one after another. */
  void add(int word, long occurrences) {
    count += occurrences;
    if (size > 0 && words[size - 1] == word) {
      return;
    }

    if (size == words.length) {
      words = Arrays.copyOf(words, 2 * size);
    }

    words[size++] = word;
  }

  void forEachWord(IntConsumer action) {
    for (int i = 0; i < size; i++) {
      action.accept(words[i]);
    }
  }
}
