package org.touchstone.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Cuts pairs into batches of similar length whose padded size stays within a number of tokens.
 * Longest first, so that a batch that does not fit into memory fails at once; equal lengths keep
 * their order, so that the cut is a function of the list alone.
 */
final class MicroBatches {

  private MicroBatches() {}

  /** Returns every pair once; a pair beyond the budget has a batch of its own. */
  static List<List<EncodedPair>> of(List<EncodedPair> pairs, int maxTokensPerBatch) {
    List<EncodedPair> sorted = new ArrayList<>(pairs);
    sorted.sort(Comparator.comparingInt(EncodedPair::longest).reversed());
    List<List<EncodedPair>> batches = new ArrayList<>();
    int start = 0;
    while (start < sorted.size()) {
      int length = sorted.get(start).longest();
      int count = Math.max(1, maxTokensPerBatch / (2 * length));
      int end = Math.min(sorted.size(), start + count);
      batches.add(List.copyOf(sorted.subList(start, end)));
      start = end;
    }

    return batches;
  }
}
