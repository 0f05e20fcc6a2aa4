package org.touchstone.audit.pairs;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/** Items that several people judged, whose truth is known: the first reply is always better. */
public final class PanelWorld {

  private PanelWorld() {}

  /** One judgement: 1 for the first reply of the item, -1 for the second, 0 for neither. */
  public static ScoredPair judgement(int item, String annotator, int vote, double firstAhead) {
    boolean first = vote >= 0;
    return PairBuilder.pair(0)
        .comparisonId("%05d-%s".formatted(item, annotator))
        .cluster("c" + item / 2)
        .item("item %05d".formatted(item))
        .chosenFirst(first)
        .annotator(annotator)
        .rewards(first ? firstAhead : 0, first ? 0 : firstAhead)
        .build();
  }

  /** A table of votes, one row an item and a column an annotator. */
  public static PairTable table(int[][] votes, IntToDoubleFunction firstAhead) {
    List<ScoredPair> judged = new ArrayList<>();
    List<ScoredPair> ties = new ArrayList<>();
    for (int i = 0; i < votes.length; i++) {
      for (int person = 0; person < votes[i].length; person++) {
        ScoredPair pair = judgement(i, "p" + person, votes[i][person], firstAhead.applyAsDouble(i));
        (votes[i][person] == 0 ? ties : judged).add(pair);
      }
    }

    return PairTable.of(judged).withTies(ties);
  }

  /** Votes of people who prefer the better reply with a probability, and call ties with another. */
  public static int[][] votes(int items, int people, double right, double tie, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] votes = new int[items][people];
    for (int[] item : votes) {
      for (int person = 0; person < people; person++) {
        boolean equal = random.nextDouble() < tie;
        item[person] = equal ? 0 : random.nextDouble() < right ? 1 : -1;
      }
    }

    return votes;
  }
}
