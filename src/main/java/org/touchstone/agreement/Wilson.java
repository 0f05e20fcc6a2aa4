package org.touchstone.agreement;

import org.jspecify.annotations.Nullable;

/**
 * A share of independent trials with its score interval.
 *
 * <pre>
 *   (p + z^2 / 2n  -+  z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
 * </pre>
 *
 * <p>Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
 * Journal of the American Statistical Association 22 (1927), 209-212.
 *
 * @param value the share
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param trials how many trials it rests on
 */
public record Wilson(double value, double low, double high, long trials) {

  /** The 0.975 quantile of the standard normal distribution: both ends hold 95 %. */
  public static final double Z_95 = 1.959963984540054;

  /**
   * Returns the share and its 95 % interval.
   *
   * @param successes of the trials
   * @param trials how many there were
   * @return null if there were none
   */
  public static @Nullable Wilson of(long successes, long trials) {
    return of(successes, trials, Z_95);
  }

  /**
   * Returns the share and an interval.
   *
   * @param successes of the trials
   * @param trials how many there were
   * @param z standard errors between the share and each end
   * @return null if there were none
   */
  public static @Nullable Wilson of(double successes, long trials, double z) {
    if (trials == 0) {
      return null;
    }

    double share = successes / trials;
    double z2 = z * z;
    double centre = share + z2 / (2 * trials);
    double half = z * Math.sqrt(share * (1 - share) / trials + z2 / (4.0 * trials * trials));
    double scale = 1 + z2 / trials;
    return new Wilson(
        share, Math.max(0, (centre - half) / scale), Math.min(1, (centre + half) / scale), trials);
  }
}
