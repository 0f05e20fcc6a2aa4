package org.touchstone.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts texts into batches of like lengths.
 *
 * <p>Texts are sorted by length, longest first, so that a batch that does not fit into memory fails
 * at once and not after hours. A batch holds as many as fit into a budget of tokens, padding
 * included, but ends sooner where the texts become shorter than {@value #LEAST_FILL} of its
 * longest: from {@value #LEAST_TOKENS} tokens on, a further batch costs less than the padding.
 */
final class TokenBudget {

  private static final double LEAST_FILL = 0.8;
  private static final int LEAST_TOKENS = 2048;

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
      int end = end(lengths, order, start);
      batches.add(Arrays.copyOfRange(order, start, end));
      start = end;
    }

    return batches;
  }

  private int end(int[] lengths, int[] order, int start) {
    int longest = Math.max(1, lengths[order[start]]);
    int end = start + 1;
    while (end < order.length && (long) (end + 1 - start) * longest <= maxTokensPerBatch) {
      boolean enough = (end - start) * longest >= LEAST_TOKENS;
      if (enough && lengths[order[end]] < LEAST_FILL * longest) {
        break;
      }

      end++;
    }

    return end;
  }
}
