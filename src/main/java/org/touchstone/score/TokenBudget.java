package org.touchstone.score;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts texts into batches of like lengths.
 *
 * <p>Texts are sorted by length, longest first, so that a batch that does not fit into memory fails
 * at once and not after hours; a batch holds as many as fit into a budget of tokens, padding
 * included.
 */
final class TokenBudget {

  private final int maxTokensPerBatch;

  TokenBudget(int maxTokensPerBatch) {
    this.maxTokensPerBatch = maxTokensPerBatch;
  }

  /** Returns indices into {@code lengths}, a list a batch; every index occurs once. */
  List<int[]> batches(int[] lengths) {
    int[] order =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted((a, b) -> Integer.compare(lengths[b], lengths[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> batches = new ArrayList<>();
    int start = 0;
    while (start < order.length) {
      int longest = Math.max(1, lengths[order[start]]);
      int size = Math.max(1, maxTokensPerBatch / longest);
      int end = Math.min(order.length, start + size);
      batches.add(java.util.Arrays.copyOfRange(order, start, end));
      start = end;
    }

    return batches;
  }
}
