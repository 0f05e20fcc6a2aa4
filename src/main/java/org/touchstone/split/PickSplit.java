package org.touchstone.split;

import java.util.Map;
import org.apache.spark.sql.api.java.UDF2;

/**
 * Picks the split of a point in [0, 1), of shares that lie side by side in order.
 *
 * <p>Where some rows were given to the first split beforehand, its share of the others is smaller
 * by as much, and what it has above its share is taken from all others alike.
 */
final class PickSplit implements UDF2<Double, Double, String> {

  private static final long serialVersionUID = 1L;

  private final String[] names;
  private final double[] shares;

  PickSplit(Map<String, Double> shares) {
    this.names = shares.keySet().toArray(String[]::new);
    this.shares = shares.values().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Takes the point, and the share of rows that the first split has beforehand. */
  @Override
  public String call(Double point, Double given) {
    double first = Math.max(0, shares[0] - given);
    double scale = first + 1 - shares[0];
    double end = 0;
    int last = names.length - 1;
    while (shares[last] == 0) {
      last--;
    }

    int index = 0;
    for (; index < last; index++) {
      end += (index == 0 ? first : shares[index]) / scale;
      if (point < end) {
        break;
      }
    }

    return names[index];
  }
}
