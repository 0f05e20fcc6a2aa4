package org.touchstone.train;

import java.util.List;

/**
 * Comparisons of different sizes as tables of the longest one's width, row after row.
 *
 * @param longest width of the tables, in replies
 * @param places where a reply's reward stands among the rows of the micro-batch; 0 where absent
 * @param ranks from 1, of the first annotator; 0 where absent
 * @param ratings 0 where absent
 * @param present 1, or 0 where absent
 */
record RankedLists(int longest, long[] places, float[] ranks, float[] ratings, float[] present) {

  static RankedLists of(List<EncodedComparison> comparisons) {
    int[][] placed = MicroBatches.places(comparisons);
    int longest = comparisons.stream().mapToInt(list -> list.replies().length).max().orElse(0);
    int size = comparisons.size() * longest;
    RankedLists lists =
        new RankedLists(longest, new long[size], new float[size], new float[size], new float[size]);
    for (int i = 0; i < comparisons.size(); i++) {
      lists.fill(i * longest, comparisons.get(i), placed[i]);
    }

    return lists;
  }

  private void fill(int start, EncodedComparison list, int[] placed) {
    for (int k = 0; k < placed.length; k++) {
      places[start + k] = placed[k];
      ranks[start + k] = list.rankings()[0][k];
      ratings[start + k] = list.ratings().length == 0 ? 0 : list.ratings()[k];
      present[start + k] = 1;
    }
  }
}
