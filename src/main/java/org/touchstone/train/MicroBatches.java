package org.touchstone.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts comparisons into micro-batches, each of one backward pass, and the rows of a micro-batch
 * into groups of similar length, each of one forward pass: the replies of a comparison need not be
 * equally long, and padding is computed like anything else.
 *
 * <p>Longest first, so that a batch that does not fit into memory fails at once; equal lengths keep
 * their order, so that the cut is a function of the list alone.
 */
final class MicroBatches {

  /** A shorter row opens a new group when padding it would waste more than this share of it. */
  private static final double MAX_WASTE = 0.1;

  /** Below this size a forward pass costs its calls more than its arithmetic. */
  private static final int MIN_GROUP_TOKENS = 512;

  private MicroBatches() {}

  /** Returns every comparison once and whole; one beyond the budget has a batch of its own. */
  static List<List<EncodedComparison>> of(List<EncodedComparison> pairs, int maxTokensPerBatch) {
    List<EncodedComparison> sorted = new ArrayList<>(pairs);
    sorted.sort(Comparator.comparingLong(EncodedComparison::tokens).reversed());
    List<List<EncodedComparison>> batches = new ArrayList<>();
    int start = 0;
    while (start < sorted.size()) {
      int end = start + 1;

      // Ever longer strides while they fit, ever shorter ones when they do not
      int stride = 1;
      while (stride > 0) {
        int next = end + stride;
        boolean fits =
            next <= sorted.size() && paddedTokens(sorted.subList(start, next)) <= maxTokensPerBatch;
        end = fits ? next : end;
        stride = fits ? 2 * stride : stride / 2;
      }

      batches.add(List.copyOf(sorted.subList(start, end)));
      start = end;
    }

    return batches;
  }

  /** Returns the rows of a micro-batch: every first reply, then every second one, and so on. */
  static int[][] rows(List<EncodedComparison> comparisons) {
    int[][] places = places(comparisons);
    int[][] rows = new int[Arrays.stream(places).mapToInt(place -> place.length).sum()][];
    for (int i = 0; i < places.length; i++) {
      for (int k = 0; k < places[i].length; k++) {
        rows[places[i][k]] = comparisons.get(i).replies()[k];
      }
    }

    return rows;
  }

  /** Returns the row of every reply of every comparison. */
  static int[][] places(List<EncodedComparison> comparisons) {
    int[][] places = new int[comparisons.size()][];
    int longest = 0;
    for (int i = 0; i < places.length; i++) {
      places[i] = new int[comparisons.get(i).replies().length];
      longest = Math.max(longest, places[i].length);
    }

    int row = 0;
    for (int k = 0; k < longest; k++) {
      for (int[] place : places) {
        if (k < place.length) {
          place[k] = row++;
        }
      }
    }

    return places;
  }

  /** Returns the positions of rows that share a forward pass, longest rows first. */
  static List<int[]> groups(int[][] rows) {
    int[] order =
        IntStream.range(0, rows.length)
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> rows[i].length).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    List<int[]> groups = new ArrayList<>();
    int start = 0;
    for (int end = 1; end <= order.length; end++) {
      int longest = rows[order[start]].length;
      boolean shorter =
          end < order.length
              && rows[order[end]].length < (1 - MAX_WASTE) * longest
              && (end - start) * longest >= MIN_GROUP_TOKENS;
      if (shorter || end == order.length) {
        groups.add(Arrays.copyOfRange(order, start, end));
        start = end;
      }
    }

    return groups;
  }

  private static long paddedTokens(List<EncodedComparison> pairs) {
    int[][] rows = rows(pairs);
    return groups(rows).stream()
        .mapToLong(group -> (long) group.length * rows[group[0]].length)
        .sum();
  }
}
