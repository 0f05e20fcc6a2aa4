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
    double squaredDistance(double[] values, double[] below, int c, int k) {
      return c == k ? 0 : 1;
    }
  },
  /** The values that lie between, the ends counting half: ranks. */
  ORDINAL {
    @Override
    double squaredDistance(double[] values, double[] below, int c, int k) {
      // From the middle of one value's own to the middle of the other's.
      double distance = (below[c] + below[c + 1] - below[k] - below[k + 1]) / 2;
      return distance * distance;
    }
  },
  /** The difference: ratings whose steps are equally wide. */
  INTERVAL {
    @Override
    double squaredDistance(double[] values, double[] below, int c, int k) {
      return (values[c] - values[k]) * (values[c] - values[k]);
    }
  };

  /**
   * Returns the squared distance of two values.
   *
   * @param values all values, ascending
   * @param below how many pairable values lie below each, and at the end how many there are
   * @param c index of one value
   * @param k index of the other
   */
  abstract double squaredDistance(double[] values, double[] below, int c, int k);
}
