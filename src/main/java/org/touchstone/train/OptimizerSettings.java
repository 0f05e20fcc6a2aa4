package org.touchstone.train;

import java.io.Serializable;

/**
 * AdamW with decoupled weight decay, clipping by the global norm, warm-up and decay.
 *
 * @param learningRate highest rate of the schedule
 * @param schedule form of the decay after the warm-up
 * @param warmupShare share of all steps over which the rate rises in a line, 0 to below 1
 * @param floorShare share of the highest rate that is left at the last step, 0 to 1
 * @param weightDecay share of a weight that a step of rate 1 would remove
 * @param decayScope which parameters decay
 * @param beta1 memory of the mean gradient, 0 to below 1
 * @param beta2 memory of the mean square, 0 to below 1
 * @param epsilon added to the root of the mean square, above 0
 * @param maxGradientNorm longest gradient that is not shortened; infinite for no limit
 */
public record OptimizerSettings(
    double learningRate,
    Schedule schedule,
    double warmupShare,
    double floorShare,
    double weightDecay,
    DecayScope decayScope,
    double beta1,
    double beta2,
    double epsilon,
    double maxGradientNorm)
    implements Serializable {

  /** Form of the decay. */
  public enum Schedule {
    /** No decay. */
    CONSTANT,
    /** Along a line. */
    LINEAR,
    /** Along half a cosine wave: Loshchilov and Hutter 2017, arXiv:1608.03983, eq. 5. */
    COSINE
  }

  /** Which parameters decay. */
  public enum DecayScope {
    /** Matrices, not gains and biases: the usual choice. */
    MATRICES,
    /** All. */
    ALL
  }

  /** Refuses numbers out of range, all in one sentence. */
  public OptimizerSettings {
    boolean rates = learningRate > 0 && weightDecay >= 0 && epsilon > 0 && maxGradientNorm > 0;
    boolean shares = isShare(warmupShare) && isShare(beta1) && isShare(beta2);
    if (!rates || !shares || !(floorShare >= 0 && floorShare <= 1)) {
      throw new IllegalArgumentException(
          "Cannot optimise with learning rate %s, warm-up share %s, floor share %s, weight decay %s, betas %s and %s, epsilon %s, max gradient norm %s: rates must be above 0 (decay at least 0), warm-up and betas from 0 to below 1, floor from 0 to 1"
              .formatted(
                  learningRate,
                  warmupShare,
                  floorShare,
                  weightDecay,
                  beta1,
                  beta2,
                  epsilon,
                  maxGradientNorm));
    }
  }

  /**
   * Returns the usual settings: cosine to a tenth, 5 % warm-up, decay 0.01 on matrices, betas 0.9
   * and 0.999, norm 1.
   *
   * @param learningRate highest rate
   * @return the settings
   */
  public static OptimizerSettings usual(double learningRate) {
    return new OptimizerSettings(
        learningRate, Schedule.COSINE, 0.05, 0.1, 0.01, DecayScope.MATRICES, 0.9, 0.999, 1e-8, 1);
  }

  private static boolean isShare(double value) {
    return value >= 0 && value < 1;
  }
}
