package org.touchstone.agreement;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who beat whom among the replies to one prompt, by as many judgements as there are.
 *
 * <p>Reply A beats B if more judgements prefer A than B; as many on both sides, or ties alone, is
 * no decision. A cycle is A > B > C > A: no order of the replies agrees with it. Longer cycles need
 * no counting: among replies that are all decided against one another, there is a cycle of any
 * length if and only if there is one of three.
 *
 * <p>Not safe for use by several threads. Memory: one entry for every pair that met.
 */
public final class ReplyGraph {

  /**
   * Counts of triples of replies.
   *
   * @param triples three replies decided against one another
   * @param cycles those without an order
   */
  public record Triples(long triples, long cycles) {}

  private final int replies;
  private final Map<Long, double[]> wins = new TreeMap<>();

  /**
   * Starts without judgements.
   *
   * @param replies how many replies there are
   */
  public ReplyGraph(int replies) {
    this.replies = replies;
  }

  /**
   * Adds a judgement.
   *
   * @param first index of a reply
   * @param second index of another
   * @param choice what was said of the two
   */
  public void add(int first, int second, Choice choice) {
    if (first == second) {
      throw new IllegalArgumentException(
          "Cannot compare reply %d with itself: two replies needed".formatted(first));
    }

    long key = (long) Math.min(first, second) << Integer.SIZE | Math.max(first, second);
    double[] sides = wins.computeIfAbsent(key, unseen -> new double[3]);
    boolean swapped = first > second;
    switch (choice) {
      case FIRST -> sides[swapped ? 1 : 0]++;
      case SECOND -> sides[swapped ? 0 : 1]++;
      case TIE -> sides[2]++;
    }
  }

  /**
   * Returns how many replies there are.
   *
   * @return the number
   */
  public int replies() {
    return replies;
  }

  /**
   * Returns how many other replies each has met.
   *
   * @return one number a reply
   */
  public int[] met() {
    int[] met = new int[replies];
    for (long key : wins.keySet()) {
      met[(int) (key >>> Integer.SIZE)]++;
      met[(int) key]++;
    }

    return met;
  }

  /**
   * Returns the parts that never met one another.
   *
   * @return indices of the replies of each, ascending, the parts in the order of their smallest
   */
  public int[][] parts() {
    int[] lowest = new int[replies];
    Arrays.setAll(lowest, reply -> reply);
    for (long key : wins.keySet()) {
      int one = lowest(lowest, (int) (key >>> Integer.SIZE));
      int other = lowest(lowest, (int) key);
      lowest[Math.max(one, other)] = Math.min(one, other);
    }

    return IntStream.range(0, replies)
        .boxed()
        .collect(
            Collectors.groupingBy(
                reply -> lowest(lowest, reply), TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(part -> part.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  private static int lowest(int[] lowest, int reply) {
    int at = reply;
    while (lowest[at] != at) {
      lowest[at] = lowest[lowest[at]];
      at = lowest[at];
    }

    return at;
  }

  /** Calls back with both indices and the wins of the first, of the second, and ties. */
  void forEachPair(PairConsumer consumer) {
    wins.forEach(
        (key, sides) ->
            consumer.accept((int) (key >>> Integer.SIZE), key.intValue(), sides.clone()));
  }

  /** Takes a pair of replies. */
  interface PairConsumer {
    void accept(int first, int second, double[] winsAndTies);
  }

  /**
   * Counts the pairs on which judgements contradict one another.
   *
   * @return pairs with a win on either side
   */
  public long contradictions() {
    return wins.values().stream().filter(sides -> sides[0] > 0 && sides[1] > 0).count();
  }

  /**
   * Returns three replies in a cycle.
   *
   * @return their indices, each beats the next and the last the first; empty if there are none
   */
  public int[] aCycle() {
    int[] found = new int[3];
    Triples triples = triples(found);
    return triples.cycles() == 0 ? new int[0] : found;
  }

  /**
   * Counts triples and cycles. Cost: the sum over pairs of the smaller number of neighbours.
   *
   * @return the counts
   */
  public Triples triples() {
    return triples(new int[3]);
  }

  private Triples triples(int[] example) {
    int[][] beats = neighbours();
    long triples = 0;
    long cycles = 0;
    for (int a = 0; a < replies; a++) {
      for (int b : beats[a]) {
        // a < b < c, each triple once.
        int[] common = b < a ? new int[0] : intersection(beats[a], beats[b], b);
        for (int c : common) {
          boolean ab = decided(a, b) > 0;
          boolean bc = decided(b, c) > 0;
          boolean ac = decided(a, c) > 0;
          boolean cycle = ab == bc && ab != ac;
          if (cycle && cycles == 0) {
            System.arraycopy(ab ? new int[] {a, b, c} : new int[] {a, c, b}, 0, example, 0, 3);
          }

          triples++;
          cycles += cycle ? 1 : 0;
        }
      }
    }

    return new Triples(triples, cycles);
  }

  /** The replies that each is decided against, ascending. */
  private int[][] neighbours() {
    int[] degrees = new int[replies];
    forEachPair(
        (i, j, sides) -> {
          if (sides[0] != sides[1]) {
            degrees[i]++;
            degrees[j]++;
          }
        });
    int[][] neighbours = new int[replies][];
    Arrays.setAll(neighbours, reply -> new int[degrees[reply]]);
    int[] filled = new int[replies];
    forEachPair(
        (i, j, sides) -> {
          if (sides[0] != sides[1]) {
            neighbours[i][filled[i]++] = j;
            neighbours[j][filled[j]++] = i;
          }
        });
    for (int[] each : neighbours) {
      Arrays.sort(each);
    }

    return neighbours;
  }

  private static int[] intersection(int[] left, int[] right, int above) {
    int[] common = new int[Math.min(left.length, right.length)];
    int size = 0;
    int i = 0;
    int j = 0;
    while (i < left.length && j < right.length) {
      if (left[i] == right[j]) {
        if (left[i] > above) {
          common[size++] = left[i];
        }

        i++;
        j++;
      } else if (left[i] < right[j]) {
        i++;
      } else {
        j++;
      }
    }

    return Arrays.copyOf(common, size);
  }

  /** 1 if the smaller index beats the larger, -1 if it is beaten. */
  private int decided(int smaller, int larger) {
    double[] sides = wins.getOrDefault((long) smaller << Integer.SIZE | larger, new double[3]);
    return Double.compare(sides[0], sides[1]);
  }
}
