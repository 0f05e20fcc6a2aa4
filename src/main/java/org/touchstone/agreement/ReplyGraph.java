package org.touchstone.agreement;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Who beat whom among the replies to one prompt, by as many judgements as there are.
 *
 * <p>Reply A beats B if more judgements prefer A than B; as many on both sides, or ties alone, is
 * no decision. A cycle is A > B > C > A: no order of the replies agrees with it. Among replies that
 * are all decided against one another, there is a cycle of any length if and only if there is one
 * of three; where some pairs are undecided, A > B > C > D > A may be the shortest. So cycles of
 * three are counted, which has a meaning as a share, and replies that lie on a cycle of any length.
 *
 * <p>Not safe for use by several threads. Memory: one entry for every pair that met.
 */
public final class ReplyGraph {

  /**
   * Where there is no order.
   *
   * @param triples three replies decided against one another
   * @param threes those that are a cycle
   * @param replies on a cycle of any length
   * @param example replies of which each beats the next and the last the first: three if any three
   *     are a cycle; empty without cycles
   */
  public record Cycles(long triples, long threes, int replies, List<Integer> example) {

    /** Copies the list. */
    public Cycles {
      example = List.copyOf(example);
    }
  }

  /**
   * The replies that each is decided against, ascending.
   *
   * @param others of each reply
   * @param signs of each of these: 1 if the reply beats it, -1 if it is beaten
   */
  private record Decided(int[][] others, byte[][] signs) {

    int[][] beaten() {
      int[][] beaten = new int[others.length][];
      Arrays.setAll(
          beaten,
          i ->
              IntStream.range(0, others[i].length)
                  .filter(at -> signs[i][at] > 0)
                  .map(at -> others[i][at])
                  .toArray());
      return beaten;
    }
  }

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

  /**
   * Calls back with both indices, the smaller first, and the wins of the first, of the second, and
   * ties, which are not to be changed; in the order of the indices.
   */
  void forEachPair(PairConsumer consumer) {
    wins.forEach(
        (key, sides) -> consumer.accept((int) (key >>> Integer.SIZE), key.intValue(), sides));
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
   * Counts triples and cycles. Cost: over all decided pairs, the decided pairs of the second.
   *
   * @return the counts
   */
  public Cycles cycles() {
    Decided decided = decided();
    if (Arrays.stream(decided.others).allMatch(others -> others.length < 2)) {
      return new Cycles(0, 0, 0, List.of());
    }

    StrongComponents strong = StrongComponents.of(decided.beaten());
    byte[] signs = new byte[replies];
    long triples = 0;
    long threes = 0;
    List<Integer> example = List.of();
    for (int a = 0; a < replies; a++) {
      mark(signs, decided, a, true);
      int[] others = decided.others[a];
      for (int i = 0; i < others.length; i++) {
        int b = others[i];
        int[] third = decided.others[b];
        // a < b < c, each triple once.
        for (int j = b < a ? third.length : firstAbove(third, b); j < third.length; j++) {
          int c = third[j];
          triples += signs[c] == 0 ? 0 : 1;
          boolean cycle =
              decided.signs[a][i] == decided.signs[b][j] && signs[c] == -decided.signs[a][i];
          if (cycle && threes++ == 0) {
            example = decided.signs[a][i] > 0 ? List.of(a, b, c) : List.of(a, c, b);
          }
        }
      }

      mark(signs, decided, a, false);
    }

    return new Cycles(
        triples, threes, strong.nodesOnCycles(), threes > 0 ? example : strong.aCycle());
  }

  private static void mark(byte[] signs, Decided decided, int reply, boolean set) {
    int[] others = decided.others[reply];
    for (int i = 0; i < others.length; i++) {
      signs[others[i]] = set ? decided.signs[reply][i] : 0;
    }
  }

  private static int firstAbove(int[] ascending, int bound) {
    int at = Arrays.binarySearch(ascending, bound);
    return at < 0 ? -at - 1 : at + 1;
  }

  private Decided decided() {
    int[] degrees = new int[replies];
    forEachPair(
        (i, j, sides) -> {
          if (sides[0] != sides[1]) {
            degrees[i]++;
            degrees[j]++;
          }
        });
    int[][] others = new int[replies][];
    byte[][] signs = new byte[replies][];
    Arrays.setAll(others, reply -> new int[degrees[reply]]);
    Arrays.setAll(signs, reply -> new byte[degrees[reply]]);
    int[] filled = new int[replies];
    // Pairs come by their smaller and then their larger reply, so both lists ascend.
    forEachPair(
        (i, j, sides) -> {
          if (sides[0] != sides[1]) {
            byte sign = (byte) (sides[0] > sides[1] ? 1 : -1);
            others[i][filled[i]] = j;
            signs[i][filled[i]++] = sign;
            others[j][filled[j]] = i;
            signs[j][filled[j]++] = (byte) -sign;
          }
        });
    return new Decided(others, signs);
  }
}
