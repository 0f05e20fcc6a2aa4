package org.touchstone.train;

import java.io.Serializable;

/**
 * What training minimises. Held-out pairs are measured by accuracy and Bradley-Terry log loss
 * whatever it is, so that runs can be compared.
 *
 * @param kind the loss
 * @param weighting what counts once
 * @param marginScale logits that a unit of a comparison's margin is worth, at least 0; 0 trains
 *     without margins. Comparisons of two replies under Bradley-Terry only
 * @param labelSmoothing probability that a label is wrong, 0 to below one half; Bradley-Terry only
 * @param tieOdds odds of a tie against either side between equal rewards, above 0; Davidson only
 * @param ratingScale logits that a unit of a rating is worth, above 0; ratings only
 * @param huberDelta error in logits from which the loss of ratings grows in a line, above 0; .inf
 *     for the squared error
 * @param lengthPenalty weight of the heads' correlations with length, at least 0; length-debiased
 *     only
 * @param orthogonalityPenalty weight of the product of the heads' weights, at least 0;
 *     length-debiased only
 * @param centering weight of the squared sum of a pair's rewards, at least 0; any kind
 */
public record LossSettings(
    Kind kind,
    Weighting weighting,
    double marginScale,
    double labelSmoothing,
    double tieOdds,
    double ratingScale,
    double huberDelta,
    double lengthPenalty,
    double orthogonalityPenalty,
    double centering)
    implements Serializable {

  /** The loss. */
  public enum Kind {
    /** Strict pairs; ties are dropped. */
    BRADLEY_TERRY,
    /** Pairs with the share of annotators who prefer the first; a tie is half a vote. */
    SOFT_LABELS,
    /** Strict pairs and ties. */
    DAVIDSON,
    /** Whole ranked lists; tied replies are not compared. */
    PLACKETT_LUCE,
    /** Differences of ratings within lists; comparisons without ratings are dropped. */
    RATING_REGRESSION,
    /** Strict pairs, with a second head that takes up length. */
    LENGTH_DEBIASED
  }

  /** What counts once in the training loss. */
  public enum Weighting {
    /**
     * A comparison, so that a list of many replies weighs no more than a pair; under soft labels, a
     * pair of replies, however many annotators saw it.
     */
    COMPARISONS,
    /** A judgement: an annotator's word on a pair of replies. */
    JUDGEMENTS
  }

  /** Bradley-Terry on strict pairs, and nothing else. */
  public static final LossSettings BRADLEY_TERRY =
      new LossSettings(Kind.BRADLEY_TERRY, Weighting.COMPARISONS, 0, 0, 1, 1, 1, 1, 1, 0);

  /** Refuses numbers out of range, and those that the kind would ignore. */
  public LossSettings {
    boolean weights =
        isWeight(marginScale)
            && isWeight(lengthPenalty)
            && isWeight(orthogonalityPenalty)
            && isWeight(centering);
    boolean scales = tieOdds > 0 && Double.isFinite(tieOdds) && huberDelta > 0;
    if (!weights || !scales || !(ratingScale > 0) || Double.isInfinite(ratingScale)) {
      throw new IllegalArgumentException(
          "Cannot train with margin-scale %s, tie-odds %s, rating-scale %s, huber-delta %s, length-penalty %s, orthogonality-penalty %s and centering %s: scales, odds and delta must be above 0 (margin-scale at least 0), penalties at least 0, all but delta finite"
              .formatted(
                  marginScale,
                  tieOdds,
                  ratingScale,
                  huberDelta,
                  lengthPenalty,
                  orthogonalityPenalty,
                  centering));
    }

    if (!(labelSmoothing >= 0 && labelSmoothing < 0.5)) {
      throw new IllegalArgumentException(
          "Cannot train with label-smoothing %s: must be from 0 to below 0.5"
              .formatted(labelSmoothing));
    }

    if (kind != Kind.BRADLEY_TERRY && (labelSmoothing > 0 || marginScale > 0)) {
      throw new IllegalArgumentException(
          "Cannot train %s with label-smoothing %s and margin-scale %s: bradley-terry alone has them, both must be 0"
              .formatted(kind, labelSmoothing, marginScale));
    }
  }

  /**
   * Returns another kind with the usual numbers.
   *
   * @param kind the loss
   * @return comparisons count once; no centring
   */
  public static LossSettings of(Kind kind) {
    return new LossSettings(kind, Weighting.COMPARISONS, 0, 0, 1, 1, 1, 1, 1, 0);
  }

  private static boolean isWeight(double value) {
    return value >= 0 && Double.isFinite(value);
  }
}
