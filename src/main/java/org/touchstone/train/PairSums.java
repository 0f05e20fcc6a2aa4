package org.touchstone.train;

import java.util.List;

/** Adds up what a forward pass gave, in double precision and in the order of the pairs. */
final class PairSums {

  private PairSums() {}

  /** Returns the sums of one micro-batch; rewards are those of the chosen sides, then the rest. */
  static EvaluationSum of(
      List<EncodedPair> pairs, List<int[]> groups, float[] rewards, float[] losses) {
    double lossSum = 0;
    double weightSum = 0;
    double correct = 0;
    double chosenSum = 0;
    double rejectedSum = 0;
    double squareSum = 0;
    long tokens = 0;
    for (int i = 0; i < losses.length; i++) {
      EncodedPair pair = pairs.get(i);
      double chosen = rewards[i];
      double rejected = rewards[losses.length + i];
      lossSum += (double) pair.weight() * losses[i];
      weightSum += pair.weight();
      correct += chosen == rejected ? 0.5 : chosen > rejected ? 1 : 0;
      chosenSum += chosen;
      rejectedSum += rejected;
      squareSum += chosen * chosen + rejected * rejected;
      tokens += pair.chosen().length + pair.rejected().length;
    }

    int[][] rows = MicroBatches.rows(pairs);
    long padded =
        groups.stream().mapToLong(group -> (long) group.length * rows[group[0]].length).sum();
    return new EvaluationSum(
        lossSum,
        weightSum,
        losses.length,
        correct,
        tokens,
        padded,
        chosenSum,
        rejectedSum,
        squareSum);
  }
}
