package org.touchstone.audit.pairs;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.touchstone.audit.statistic.Outcomes;

/** Scored pairs whose truth is known, for tests. */
public final class World {

  private World() {}

  /**
   * A pair with a cluster, a margin and word counts of its own; everything else plain. Either side
   * has 50 words as often, so that the number alone does not tell which was chosen.
   */
  public static ScoredPair pair(int id, String cluster, String source, double margin, int ahead) {
    return PairBuilder.pair(id)
        .cluster(cluster)
        .chosenFirst(id % 2 == 0)
        .source(source)
        .margin(margin)
        .words(id % 2 == 0 ? 50 + ahead : 50, id % 2 == 0 ? 50 : 50 - ahead)
        .build();
  }

  /** The same pair in a split. */
  public static ScoredPair inSplit(ScoredPair pair, String split) {
    return PairBuilder.like(pair).split(split).build();
  }

  /** Pairs, one a cluster, with the given margins. */
  public static PairTable ofMargins(double... margins) {
    List<ScoredPair> pairs = new ArrayList<>();
    for (int i = 0; i < margins.length; i++) {
      pairs.add(pair(i, "c" + i, "s", margins[i], 0));
    }

    return PairTable.of(pairs);
  }

  /**
   * Pairs of a calibrated model: people choose by Bradley-Terry from the utilities that it returns.
   *
   * @param clusters prompt clusters, of one to five pairs each, the first pairs most often
   * @param scale what the model multiplies the true utility difference by; 1 is calibrated
   */
  public static PairTable bradleyTerry(int clusters, double scale, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int c = 0; c < clusters; c++) {
      int size = 1 + (int) (5 * Math.pow(random.nextDouble(), 3));
      for (int i = 0; i < size; i++) {
        double utility = random.nextDouble(-2, 2);
        boolean agree = random.nextDouble() < Outcomes.sigmoid(Math.abs(utility));
        double margin = scale * Math.abs(utility) * (agree ? 1 : -1);
        int ahead = random.nextInt(-40, 50);
        pairs.add(pair(pairs.size(), "c" + c, "s" + c % 3, margin, ahead));
      }
    }

    return PairTable.of(pairs);
  }
}
