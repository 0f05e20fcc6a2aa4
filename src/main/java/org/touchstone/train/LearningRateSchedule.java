package org.touchstone.train;

import java.io.Serializable;

/**
 * The learning rate of every step: a line up from zero, then down to the floor, which the last step
 * has.
 *
 * <p>With w warm-up steps, n steps in all, highest rate h and floor f h, step s from 0:
 *
 * <pre>
 *   s &lt; w:   h (s + 1) / w
 *   else:    h (f + (1 - f) shape(p)),  p = (s - w) / (n - 1 - w)
 *   shape:   1 (constant), 1 - p (linear), (1 + cos(pi p)) / 2 (cosine)
 * </pre>
 *
 * @param settings rates and shares
 * @param totalSteps n, at least 1
 */
public record LearningRateSchedule(OptimizerSettings settings, long totalSteps)
    implements Serializable {

  /** Refuses runs without steps. */
  public LearningRateSchedule {
    if (totalSteps < 1) {
      throw new IllegalArgumentException(
          "Cannot schedule %d steps: at least 1 needed".formatted(totalSteps));
    }
  }

  /**
   * Returns the rate of a step.
   *
   * @param step from 0; steps after the last keep its rate
   * @return at least 0
   */
  public double rate(long step) {
    long warmupSteps = Math.round(settings.warmupShare() * totalSteps);
    if (step < warmupSteps) {
      return settings.learningRate() * (step + 1) / warmupSteps;
    }

    long decaySteps = Math.max(1, totalSteps - 1 - warmupSteps);
    double progress = Math.min(1, (double) (step - warmupSteps) / decaySteps);
    double shape =
        switch (settings.schedule()) {
          case CONSTANT -> 1;
          case LINEAR -> 1 - progress;
          case COSINE -> (1 + Math.cos(Math.PI * progress)) / 2;
        };
    return settings.learningRate() * (settings.floorShare() + (1 - settings.floorShare()) * shape);
  }
}
