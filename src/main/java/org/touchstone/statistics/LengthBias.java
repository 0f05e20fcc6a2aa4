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
 * @param low lower end of its 95 % Wilson interval, pairs taken as independent; null if none
 * @param high upper end of that interval; null if none
 * @param effectSize Cohen's d: the mean length of preferred replies less that of the others, over
 *     the root of the mean of the two variances; null if all lengths are equal
 * @param auc chance that a preferred reply of some pair is longer than the other reply of some
 *     pair, a tie counting half: what length tells across prompts; null without judgements
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
    @Nullable Double auc) {

  /** The 0.975 quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  static LengthBias of(long longer, long shorter, long same, Histogram chosen, Histogram rejected) {
    long judgements = longer + shorter + same;
    if (judgements == 0) {
      return new LengthBias(0, 0, 0, 0, null, null, null, null, null);
    }

    double spread = Math.sqrt((chosen.variance() + rejected.variance()) / 2);
    Double effect = spread == 0 ? null : (chosen.mean() - rejected.mean()) / spread;
    double auc = chosen.aboveShare(rejected);
    long different = longer + shorter;
    if (different == 0) {
      return new LengthBias(judgements, 0, 0, same, null, null, null, effect, auc);
    }

    double share = (double) longer / different;
    return new LengthBias(
        judgements,
        longer,
        shorter,
        same,
        share,
        wilson(share, different, -1),
        wilson(share, different, 1),
        effect,
        auc);
  }

  /**
   * An end of the score interval of a share. Source: E. B. Wilson, "Probable inference, the law of
   * succession, and statistical inference", 1927.
   */
  private static double wilson(double share, long n, int side) {
    double z2 = Z * Z;
    double centre = share + z2 / (2 * n);
    double half = Z * Math.sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
    return (centre + side * half) / (1 + z2 / n);
  }
}
