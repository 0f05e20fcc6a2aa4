package org.touchstone.audit.statistic;

import java.util.Arrays;

/**
 * The one number by which margins must be multiplied to be the likeliest logits of what people
 * chose.
 *
 * <pre>
 *   f(b)  = sum over pairs of w softplus(-b m)            m = margin, w = how often the pair counts
 *   f'(b) = -sum w m sigmoid(-b m),  f''(b) = sum w m^2 sigmoid(b m) sigmoid(-b m)
 *   b = argmin f over b >= 0,  temperature T = 1 / b
 * </pre>
 *
 * <p>f is convex, being a sum of convex functions of linear ones, and strictly so if any margin is
 * not 0. So f' crosses 0 at most once: Newton's steps, with halving wherever one leaves the
 * bracket, find the one minimum. It lies at 0 where margins do not lean towards what people chose,
 * and nowhere where no margin is on the wrong side; then the largest factor is returned.
 *
 * <p>Units: b in logits per unit of reward, T in units of reward per logit; of rewards that are
 * logits both are plain numbers, T above 1 means too sure. Margins are scaled to root mean square 1
 * first, so that the result does not depend on their unit.
 *
 * <p>Source: C. Guo, G. Pleiss, Y. Sun and K. Weinberger 2017, arXiv:1706.04599, sec. 4.2.
 */
public final class TemperatureFit {

  /** Of margins with root mean square 1: from here on no pair is left in doubt. */
  static final double LARGEST = 1e4;

  private static final int STEPS = 200;
  private static final double PRECISION = 1e-10;

  private final double[] scaled;
  private final double unit;

  private TemperatureFit(double[] scaled, double unit) {
    this.scaled = scaled;
    this.unit = unit;
  }

  /** Prepares a fit to margins. */
  public static TemperatureFit to(double[] margins) {
    double squares = Arrays.stream(margins).map(margin -> margin * margin).average().orElse(0);
    double unit = squares > 0 ? Math.sqrt(squares) : 1;
    return new TemperatureFit(Arrays.stream(margins).map(m -> m / unit).toArray(), unit);
  }

  /** Returns the factor if every pair counts once. */
  public double factor() {
    int[] once = new int[scaled.length];
    Arrays.fill(once, 1);
    return factor(once, 1 / unit);
  }

  /**
   * Returns the factor.
   *
   * @param times how often every pair counts
   * @param guess where to begin, above 0
   */
  public double factor(int[] times, double guess) {
    if (slope(times, 0) >= 0) {
      return 0;
    }

    if (slope(times, LARGEST) <= 0) {
      return LARGEST / unit;
    }

    double low = 0;
    double high = LARGEST;
    double factor = Math.min(Math.max(guess * unit, 1e-3), LARGEST / 2);
    for (int step = 0; step < STEPS; step++) {
      double slope = slope(times, factor);
      low = slope < 0 ? factor : low;
      high = slope < 0 ? high : factor;
      double next = factor - slope / curvature(times, factor);
      if (!(next > low && next < high)) {
        next = high == LARGEST ? Math.min(2 * factor, (factor + high) / 2) : (low + high) / 2;
      }

      if (Math.abs(next - factor) <= PRECISION * factor) {
        return next / unit;
      }

      factor = next;
    }

    return factor / unit;
  }

  /** Whether a factor is a minimum, and not an end of what was looked at. */
  public boolean found(double factor) {
    return factor > 0 && factor < LARGEST / unit;
  }

  private double slope(int[] times, double factor) {
    double slope = 0;
    for (int i = 0; i < scaled.length; i++) {
      slope -= times[i] == 0 ? 0 : times[i] * scaled[i] * Outcomes.sigmoid(-factor * scaled[i]);
    }

    return slope;
  }

  private double curvature(int[] times, double factor) {
    double curvature = 0;
    for (int i = 0; i < scaled.length; i++) {
      if (times[i] > 0) {
        double wrong = Outcomes.sigmoid(-factor * scaled[i]);
        curvature += times[i] * scaled[i] * scaled[i] * wrong * (1 - wrong);
      }
    }

    return curvature;
  }
}
