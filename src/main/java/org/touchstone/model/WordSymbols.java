package org.touchstone.model;

import java.util.function.LongConsumer;

/** A word during training: its present tokens and how often it occurs. */
final class WordSymbols {

  private final int[] ids;
  private int length;
  private long weight;

  WordSymbols(int[] symbols, int firstId) {
    ids = new int[symbols.length];
    length = symbols.length;
    for (int i = 0; i < length; i++) {
      ids[i] = firstId + symbols[i];
    }
  }

  WordSymbols weighing(long occurrences) {
    weight = occurrences;
    return this;
  }

  long weight() {
    return weight;
  }

  boolean contains(long pair) {
    for (int i = 0; i + 1 < length; i++) {
      if (Pairs.of(ids[i], ids[i + 1]) == pair) {
        return true;
      }
    }

    return false;
  }

  void forEachPair(LongConsumer action) {
    for (int i = 0; i + 1 < length; i++) {
      action.accept(Pairs.of(ids[i], ids[i + 1]));
    }
  }

  /** Replaces each occurrence of a pair by one token, from the left. */
  void merge(long pair, int merged) {
    int kept = 0;
    for (int i = 0; i < length; i++) {
      if (i + 1 < length && Pairs.of(ids[i], ids[i + 1]) == pair) {
        ids[kept++] = merged;
        i++;
      } else {
        ids[kept++] = ids[i];
      }
    }

    length = kept;
  }
}
