package org.touchstone.agreement;

import java.io.Serializable;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How often each value met each other value within a unit: all that Krippendorff's alpha needs of
 * the data, and it adds up over parts of them.
 *
 * <pre>
 *   o_ck  = sum over units u of (pairs of values c, k in u) / (m_u - 1),   m_u = values of unit u
 *   alpha = 1 - (n - 1) sum o_ck d(c, k) / sum n_c n_k d(c, k)
 * </pre>
 *
 * <p>Missing values are left out; a unit with fewer than two values tells nothing. Pairs are kept
 * by m_u as whole numbers, so the order of adding changes nothing, not even the last bit. Memory
 * and the cost of alpha grow with the square of the number of different values: round ratings on a
 * fine scale first.
 *
 * <p>Source: K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011.
 */
public final class Coincidences implements Serializable {

  private static final long serialVersionUID = 1L;

  private record Pair(double first, double second) implements Comparable<Pair>, Serializable {
    @Override
    public int compareTo(Pair other) {
      int order = Double.compare(first, other.first);
      return order == 0 ? Double.compare(second, other.second) : order;
    }
  }

  private final TreeMap<Integer, TreeMap<Pair, Long>> pairsBySize = new TreeMap<>();
  private long units;

  /** Starts without data. */
  public Coincidences() {}

  /**
   * Adds the values that one unit was given; fewer than two are ignored.
   *
   * @param values by different annotators, in any order, none missing and none NaN
   */
  public void add(double... values) {
    if (values.length < 2) {
      return;
    }

    units++;
    TreeMap<Pair, Long> pairs = pairsBySize.computeIfAbsent(values.length, size -> new TreeMap<>());
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        if (i != j) {
          pairs.merge(new Pair(values[i], values[j]), 1L, Long::sum);
        }
      }
    }
  }

  /**
   * Adds what another has seen.
   *
   * @param other stays as it is
   */
  public void add(Coincidences other) {
    units += other.units;
    other.pairsBySize.forEach(
        (size, pairs) -> {
          TreeMap<Pair, Long> mine = pairsBySize.computeIfAbsent(size, key -> new TreeMap<>());
          pairs.forEach((pair, times) -> mine.merge(pair, times, Long::sum));
        });
  }

  /**
   * Returns how many units have at least two values.
   *
   * @return the units
   */
  public long units() {
    return units;
  }

  /**
   * Returns Krippendorff's alpha.
   *
   * @param scale how far apart values are
   * @return at most 1, which is perfect agreement; 0 is what chance gives; null if no unit has two
   *     values or all values are the same, where agreement has no meaning
   */
  public @Nullable Double alpha(Scale scale) {
    double[] values = values();
    double[][] coincidences = matrix(values);
    double[] counts = new double[values.length];
    double[] below = new double[values.length + 1];
    for (int c = 0; c < values.length; c++) {
      for (int k = 0; k < values.length; k++) {
        counts[c] += coincidences[c][k];
      }

      below[c + 1] = below[c] + counts[c];
    }

    double n = below[values.length];
    double observed = 0;
    double expected = 0;
    for (int c = 0; c < values.length; c++) {
      for (int k = 0; k < values.length; k++) {
        double distance = scale.squaredDistance(values, below, c, k);
        observed += coincidences[c][k] * distance;
        expected += counts[c] * counts[k] * distance;
      }
    }

    return expected == 0 ? null : 1 - (n - 1) * observed / expected;
  }

  private double[] values() {
    SortedSet<Double> values = new TreeSet<>();
    pairsBySize.values().forEach(pairs -> pairs.keySet().forEach(pair -> values.add(pair.first)));
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private double[][] matrix(double[] values) {
    double[][] matrix = new double[values.length][values.length];
    for (Map.Entry<Integer, TreeMap<Pair, Long>> ofSize : pairsBySize.entrySet()) {
      for (Map.Entry<Pair, Long> pair : ofSize.getValue().entrySet()) {
        int c = java.util.Arrays.binarySearch(values, pair.getKey().first);
        int k = java.util.Arrays.binarySearch(values, pair.getKey().second);
        matrix[c][k] += (double) pair.getValue() / (ofSize.getKey() - 1);
      }
    }

    return matrix;
  }
}
