package org.touchstone.agreement;

/**
 * How far apart two values are, for {@link Coincidences#alpha}.
 *
 * <p>Source: K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011, section E.
 */
public enum Scale {
  /** Different or not: names. */
  NOMINAL {
    @Override
    double squaredDistance(double[] values, double[] counts, int c, int k) {
      return c == k ? 0 : 1;
    }
  },
  /** The values that lie between, the ends counting half: ranks. */
  ORDINAL {
    @Override
    double squaredDistance(double[] values, double[] counts, int c, int k) {
      double between = 0;
      for (int g = Math.min(c, k); g <= Math.max(c, k); g++) {
        between += counts[g];
      }

      double distance = between - (counts[c] + counts[k]) / 2;
      return c == k ? 0 : distance * distance;
    }
  },
  /** The difference: ratings whose steps are equally wide. */
  INTERVAL {
    @Override
    double squaredDistance(double[] values, double[] counts, int c, int k) {
      return (values[c] - values[k]) * (values[c] - values[k]);
    }
  };

  /**
   * Returns the squared distance of two values.
   *
   * @param values all values, ascending
   * @param counts how often each was given among pairable values
   * @param c index of one value
   * @param k index of the other
   */
  abstract double squaredDistance(double[] values, double[] counts, int c, int k);
}
