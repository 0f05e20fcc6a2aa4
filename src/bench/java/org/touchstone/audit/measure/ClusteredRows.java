package org.touchstone.audit.measure;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Rows in clusters of unequal sizes; most are small.
 *
 * @param clusters the number of every row's cluster
 * @param count how many clusters there are
 */
record ClusteredRows(int[] clusters, int count) {

  /** Rows of the largest cluster possible. */
  static final int LARGEST = 6;

  /** Draws the sizes of so many clusters. */
  static ClusteredRows of(int count, SplittableRandom random) {
    int[] clusters =
        IntStream.range(0, count)
            .flatMap(
                cluster ->
                    IntStream.range(0, 1 + (int) (LARGEST * Math.pow(random.nextDouble(), 4)))
                        .map(row -> cluster))
            .toArray();
    return new ClusteredRows(clusters, count);
  }

  /** One number a row. */
  double[] rows(IntToDoubleFunction number) {
    return IntStream.range(0, clusters.length).mapToDouble(number).toArray();
  }

  /** One standard normal number a cluster, brought to another law, for each of its rows. */
  double[] shared(SplittableRandom random, DoubleUnaryOperator law) {
    double[] effects = new double[count];
    Arrays.setAll(effects, cluster -> law.applyAsDouble(random.nextGaussian()));
    return rows(row -> effects[clusters[row]]);
  }

  /** Standard normal numbers, half of whose variance the rows of a cluster share. */
  double[] normal(SplittableRandom random) {
    double[] effects = shared(random, effect -> effect);
    return rows(row -> Math.sqrt(0.5) * (effects[row] + random.nextGaussian()));
  }
}
