package org.touchstone.audit.statistic;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Corrects p-values for having looked at several: the chance that any true null hypothesis falls
 * below a level stays at that level, however the tests depend on one another.
 *
 * <pre>
 *   p~_(k) = min(1, max over j &lt;= k of (m - j + 1) p_(j)),  p_(1) &lt;= ... &lt;= p_(m)
 * </pre>
 *
 * <p>Source: S. Holm, Scandinavian Journal of Statistics 6 (1979), 65-70.
 */
public final class Holm {

  private Holm() {}

  /** Returns the corrected p-values, in the order given. */
  public static double[] corrected(double... p) {
    int[] order =
        IntStream.range(0, p.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> p[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] corrected = new double[p.length];
    double largest = 0;
    for (int k = 0; k < order.length; k++) {
      largest = Math.max(largest, Math.min(1, (p.length - k) * p[order[k]]));
      corrected[order[k]] = largest;
    }

    return corrected;
  }
}
