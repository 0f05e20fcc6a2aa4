package org.touchstone.statistics;

import org.jspecify.annotations.Nullable;

/**
 * How much length alone tells which reply is preferred.
 *
 * @param judgements pairs of replies with a preference; ties are not among them
 * @param chosenLonger those whose preferred reply is longer
 * @param chosenShorter those whose preferred reply is shorter
 * @param sameLength the rest
 * @param longerWinsShare chosenLonger over those of different length; null if there is none
 * @param low lower end of its 95 % interval over prompts; null with fewer than 10
 * @param high upper end of that interval; null as low
 * @param effectSize Cohen's d over all prompts: the mean length of preferred replies less that of
 *     the others, over the root of the mean of the two variances; null if all lengths are equal
 * @param auc of telling the preferred reply by how much longer it is than the other of its pair; 1
 *     if the longer always wins; null without judgements
 * @param pooledAuc chance that a preferred reply of some pair is longer than the other reply of
 *     some pair, a tie counting half: what length tells across prompts; null without judgements
 */
public record LengthBias(
    long judgements,
    long chosenLonger,
    long chosenShorter,
    long sameLength,
    @Nullable Double longerWinsShare,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Double effectSize,
    @Nullable Double auc,
    @Nullable Double pooledAuc) {

  /**
   * Returns the bias.
   *
   * @param longer whether the longer reply won, over judgements of different length
   * @param differences of the lengths of each pair
   * @param chosen lengths of preferred replies
   * @param rejected lengths of the others
   */
  static LengthBias of(
      ClusteredShare longer, Differences differences, Histogram chosen, Histogram rejected) {
    long same = differences.same();
    long judgements = longer.trials() + same;
    if (judgements == 0) {
      return new LengthBias(0, 0, 0, 0, null, null, null, null, null, null);
    }

    double spread = Math.sqrt((chosen.variance() + rejected.variance()) / 2);
    Double effect = spread == 0 ? null : (chosen.mean() - rejected.mean()) / spread;
    ShareEstimate share = longer.estimate();
    return new LengthBias(
        judgements,
        longer.successes(),
        longer.trials() - longer.successes(),
        same,
        share == null ? null : Double.valueOf(share.value()),
        share == null ? null : share.low(),
        share == null ? null : share.high(),
        effect,
        differences.auc(),
        chosen.aboveShare(rejected));
  }
}
