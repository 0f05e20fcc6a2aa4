package org.touchstone.train;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.loss.BradleyTerryLoss;

/** Adds up what a forward pass gave, in double precision and in the order of the comparisons. */
final class PairSums {

  private PairSums() {}

  /** An annotator's strict order of two rows of a micro-batch. */
  private record StrictPair(float chosen, float rejected, double weight) {}

  /** Returns the sums of one micro-batch, whose rewards are in the order of its rows. */
  static EvaluationSum of(
      List<EncodedComparison> comparisons,
      List<int[]> groups,
      float[] rewards,
      float[] losses,
      NDManager manager) {
    double lossSum = 0;
    double weightSum = 0;
    long tokens = 0;
    for (int i = 0; i < losses.length; i++) {
      EncodedComparison comparison = comparisons.get(i);
      lossSum += (double) comparison.weight() * losses[i];
      weightSum += comparison.weight();
      tokens += comparison.tokens();
    }

    int[][] rows = MicroBatches.rows(comparisons);
    long padded =
        groups.stream().mapToLong(group -> (long) group.length * rows[group[0]].length).sum();
    return ofPairs(strictPairs(comparisons, rewards), manager)
        .plus(EvaluationSum.ofObjective(lossSum, weightSum, losses.length, tokens, padded));
  }

  private static EvaluationSum ofPairs(List<StrictPair> pairs, NDManager manager) {
    float[] losses = logLosses(pairs, manager);
    double lossSum = 0;
    double weightSum = 0;
    double correct = 0;
    double chosenSum = 0;
    double rejectedSum = 0;
    double squareSum = 0;
    for (int i = 0; i < losses.length; i++) {
      double chosen = pairs.get(i).chosen();
      double rejected = pairs.get(i).rejected();
      lossSum += pairs.get(i).weight() * losses[i];
      weightSum += pairs.get(i).weight();
      correct += chosen == rejected ? 0.5 : chosen > rejected ? 1 : 0;
      chosenSum += chosen;
      rejectedSum += rejected;
      squareSum += chosen * chosen + rejected * rejected;
    }

    return EvaluationSum.ofPairs(
        losses.length, lossSum, weightSum, correct, chosenSum, rejectedSum, squareSum);
  }

  private static float[] logLosses(List<StrictPair> pairs, NDManager manager) {
    if (pairs.isEmpty()) {
      return new float[0];
    }

    float[] chosen = new float[pairs.size()];
    float[] rejected = new float[pairs.size()];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = pairs.get(i).chosen();
      rejected[i] = pairs.get(i).rejected();
    }

    float[] noMargin = new float[chosen.length];
    return BradleyTerryLoss.perPair(
            manager.create(chosen), manager.create(rejected), manager.create(noMargin))
        .toFloatArray();
  }

  private static List<StrictPair> strictPairs(
      List<EncodedComparison> comparisons, float[] rewards) {
    int[][] places = MicroBatches.places(comparisons);
    List<StrictPair> pairs = new ArrayList<>();
    for (int i = 0; i < places.length; i++) {
      EncodedComparison comparison = comparisons.get(i);
      for (int[] ranks : comparison.rankings()) {
        for (int j = 0; j < ranks.length; j++) {
          for (int k = j + 1; k < ranks.length; k++) {
            float first = rewards[places[i][j]];
            float second = rewards[places[i][k]];
            if (ranks[j] < ranks[k]) {
              pairs.add(new StrictPair(first, second, comparison.pairWeight()));
            } else if (ranks[j] > ranks[k]) {
              pairs.add(new StrictPair(second, first, comparison.pairWeight()));
            }
          }
        }
      }
    }

    return pairs;
  }
}
