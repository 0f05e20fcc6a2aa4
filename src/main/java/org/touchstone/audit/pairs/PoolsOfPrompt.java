package org.touchstone.audit.pairs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.touchstone.agreement.BradleyTerry;
import org.touchstone.agreement.Choice;
import org.touchstone.agreement.ReplyGraph;

/**
 * The replies to one prompt, and what people think of them.
 *
 * <ul>
 *   <li>where everyone ranked all of them: minus the mean rank over the judgements, replies of one
 *       rank having the mean of their places
 *   <li>where people judged some against some: Bradley-Terry scores, one imagined game of each
 *       reply against an average one
 * </ul>
 *
 * <p>Replies that no chain of judgements ties together are not comparable: each part of at least
 * {@link Pool#FEWEST} is a pool of its own. A reply's reward is the mean of those in its rows.
 */
final class PoolsOfPrompt {

  /** Imagined games of each reply against an average one; see {@link BradleyTerry}. */
  private static final double PRIOR = 1;

  private final List<JudgedReplies.Judged> judged;
  private final Map<String, Integer> places = new TreeMap<>();
  private final ReplyGraph graph;
  private final double[] rewards;
  private final double[] words;
  private final double[] ranks;

  private PoolsOfPrompt(List<JudgedReplies.Judged> judged) {
    this.judged = judged;
    judged.forEach(row -> row.replies().forEach(id -> places.put(id, 0)));
    int next = 0;
    for (Map.Entry<String, Integer> place : places.entrySet()) {
      place.setValue(next++);
    }

    graph = new ReplyGraph(next);
    rewards = new double[next];
    words = new double[next];
    ranks = new double[next];
    int[] seen = new int[next];
    judged.forEach(row -> add(row, seen));
    for (int i = 0; i < next; i++) {
      rewards[i] /= seen[i];
      words[i] /= seen[i];
      ranks[i] /= seen[i];
    }
  }

  /**
   * Returns the pools of a prompt.
   *
   * @param judged its comparisons, in an order that is always the same
   */
  static List<Pool> of(List<JudgedReplies.Judged> judged) {
    return new PoolsOfPrompt(judged).pools();
  }

  private void add(JudgedReplies.Judged row, int[] seen) {
    int[] at = row.replies().stream().mapToInt(this::place).toArray();
    for (int i = 0; i < at.length; i++) {
      seen[at[i]]++;
      rewards[at[i]] += row.rewards().get(i);
      words[at[i]] += row.words().get(i);
      ranks[at[i]] += middleRank(row.ranks(), i);
      for (int j = i + 1; j < at.length; j++) {
        // A row may hold the same text twice.
        if (at[i] != at[j]) {
          graph.add(at[i], at[j], choice(row.ranks().get(i), row.ranks().get(j)));
        }
      }
    }
  }

  private int place(String reply) {
    return places.getOrDefault(reply, -1);
  }

  private static Choice choice(int first, int second) {
    return first == second ? Choice.TIE : first < second ? Choice.FIRST : Choice.SECOND;
  }

  /** The mean of the places of the replies that have the same rank. */
  private static double middleRank(List<Integer> ranks, int reply) {
    int own = ranks.get(reply);
    long better = ranks.stream().filter(rank -> rank < own).count();
    long equal = ranks.stream().filter(rank -> rank == own).count();
    return better + (equal + 1) / 2.0;
  }

  private List<Pool> pools() {
    List<int[]> parts =
        Arrays.stream(graph.parts()).filter(part -> part.length >= Pool.FEWEST).toList();
    double[] scores =
        parts.stream().allMatch(this::ranked)
            ? new double[0]
            : BradleyTerry.fit(graph, PRIOR).scores();
    List<Pool> pools = new ArrayList<>();
    for (int[] part : parts) {
      double[] gold =
          ranked(part)
              ? Arrays.stream(of(part, ranks)).map(rank -> -rank).toArray()
              : of(part, scores);
      pools.add(new Pool(judged.get(0).cluster(), of(part, rewards), gold, of(part, words)));
    }

    return pools;
  }

  /** Whether every judgement of some of these replies ranks all of them. */
  private boolean ranked(int[] part) {
    return judged.stream()
        .filter(row -> Arrays.binarySearch(part, place(row.replies().get(0))) >= 0)
        .allMatch(row -> new HashSet<>(row.replies()).size() == part.length);
  }

  private static double[] of(int[] part, double[] all) {
    return Arrays.stream(part).mapToDouble(reply -> all[reply]).toArray();
  }
}
