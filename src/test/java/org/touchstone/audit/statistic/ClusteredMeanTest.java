package org.touchstone.audit.statistic;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.report.Estimate;

class ClusteredMeanTest {

  private static final ClusteredMean MEANS = ClusteredMean.of(1, 1_000);

  /**
   * Clusters whose rows share most of their luck; the truth is 0.6 of all rows.
   *
   * @param largest rows of the largest cluster possible; most are far smaller
   */
  private static boolean covered(int clusters, int largest, SplittableRandom random) {
    int[] numbers = new int[largest * clusters];
    double[] values = new double[largest * clusters];
    int n = 0;
    for (int c = 0; c < clusters; c++) {
      int size = 1 + (int) ((largest - 1) * Math.pow(random.nextDouble(), 4));
      double share = random.nextBoolean() ? 0.3 : 0.9;
      for (int i = 0; i < size; i++) {
        numbers[n] = c;
        values[n++] = random.nextDouble() < share ? 1 : 0;
      }
    }

    Estimate estimate =
        ClusteredMean.of(random.nextLong(), 400)
            .share(Arrays.copyOf(values, n), Arrays.copyOf(numbers, n));
    return !estimate.above(0.6) && !estimate.below(0.6);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 1, 0.015",
    "100, 6, 0.015",
    "300, 30, 0.015",
    "10, 1, 0.025",
    "10, 6, 0.025",
    "20, 6, 0.025",
    "30, 6, 0.025",
    "60, 30, 0.025",
    "99, 6, 0.025"
  })
  void intervalsCoverTheTruth(int clusters, int largest, double slack) {
    int worlds = Integer.getInteger("touchstone.worlds", 400);
    SplittableRandom random = new SplittableRandom(97L + clusters + largest);
    long covered =
        IntStream.range(0, worlds).filter(i -> covered(clusters, largest, random)).count();

    BinomialDistribution least = BinomialDistribution.of(worlds, 0.95 - slack);
    BinomialDistribution most = BinomialDistribution.of(worlds, 0.95 + slack);
    assertThat(least.cumulativeProbability((int) covered))
        .as("%d of %d", covered, worlds)
        .isGreaterThan(1e-3);
    assertThat(most.survivalProbability((int) covered - 1)).isGreaterThan(1e-3);
  }

  @Test
  void withOneRowAClusterTheTIntervalIsStudents() {
    double[] values = {1, 0, 0, 1, 1, 0.5, 1, 0, 1, 1, 0, 1};
    int[] clusters = IntStream.range(0, values.length).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / (values.length - 1);
    double half =
        TDistribution.of(values.length - 1).inverseCumulativeProbability(0.975)
            * Math.sqrt(variance / values.length);

    Estimate estimate = MEANS.mean(values, clusters);

    assertThat(estimate.value()).isCloseTo(mean, within(1e-12));
    assertThat(estimate.low()).isCloseTo(mean - half, within(1e-12));
    assertThat(estimate.high()).isCloseTo(mean + half, within(1e-12));
    assertThat(estimate.clusters()).isEqualTo(12);
  }

  @Test
  void resamplesFollowTheExactDistribution() {
    double[] values = {1, 0, 1, 1, 0, 0, 0};
    int[] clusters = {0, 0, 1, 2, 2, 3, 3};
    ClusterSums sums = ClusterSums.of(values, clusters);
    double[] y = {1, 1, 1, 0};
    double[] n = {2, 1, 2, 2};
    double below = 0;
    double mean = 0;
    for (int code = 0; code < 256; code++) {
      double top = 0;
      double bottom = 0;
      for (int draw = code, i = 0; i < 4; i++, draw /= 4) {
        top += y[draw % 4];
        bottom += n[draw % 4];
      }

      mean += top / bottom / 256;
      below += top / bottom < 0.4 ? 1 / 256.0 : 0;
    }

    SplittableRandom random = new SplittableRandom(5);
    double[] draws = IntStream.range(0, 40_000).mapToDouble(i -> sums.resampled(random)).toArray();

    assertThat(Arrays.stream(draws).average().orElseThrow()).isCloseTo(mean, within(0.004));
    double seen = Arrays.stream(draws).filter(draw -> draw < 0.4).count() / 40_000.0;
    assertThat(seen).isCloseTo(below, within(0.01));
  }

  @Test
  void theSignFlipTestApproachesItsEnumeration() {
    double[] differences = {1, 0.5, -0.5, 1, 1, 0, -1, 1, 0.5, 1};
    int[] clusters = {0, 0, 1, 2, 3, 4, 5, 6, 7, 8};
    double[] sums = {1.5, -0.5, 1, 1, 0, -1, 1, 0.5, 1};
    double observed = Arrays.stream(sums).sum();
    int asFar = 0;
    for (int signs = 0; signs < 512; signs++) {
      double flipped = 0;
      for (int c = 0; c < 9; c++) {
        flipped += (signs >> c & 1) == 1 ? sums[c] : -sums[c];
      }

      asFar += Math.abs(flipped) >= Math.abs(observed) ? 1 : 0;
    }

    assertThat(ClusteredMean.of(3, 20_000).signFlipP(differences, clusters))
        .isCloseTo(asFar / 512.0, within(0.012));
  }

  @Test
  void belowTenClustersThereIsANumberAndNoInterval() {
    Estimate estimate = MEANS.share(new double[] {1, 0, 1}, new int[] {0, 1, 1});

    assertThat(estimate.value()).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(estimate.bounded()).isFalse();
    assertThat(estimate.reason()).contains("2 prompt clusters, at least 10 needed");
    assertThat(MEANS.share(new double[0], new int[0]).value()).isNull();
  }

  @Test
  void aShareThatNoClusterContradictsIsStillNotCertain() {
    double[] values = new double[50];
    Arrays.fill(values, 1);

    Estimate estimate = MEANS.share(values, IntStream.range(0, 50).toArray());

    // Clopper and Pearson: the share at which 50 of 50 has probability 0.025.
    assertThat(Math.pow(requireNonNull(estimate.low()), 50)).isCloseTo(0.025, within(1e-12));
    assertThat(estimate.high()).isEqualTo(1);
  }

  @Test
  void roundingOfManyClustersIsNoSpread() {
    int rows = 7_492;
    double[] all = new double[rows];
    Arrays.fill(all, 1);
    Estimate estimate = MEANS.share(all, IntStream.range(0, rows).map(i -> i % 6_905).toArray());

    assertThat(estimate.method()).startsWith("exact binomial");
    assertThat(estimate.high()).isEqualTo(1);
    assertThat(estimate.low()).isCloseTo(Math.pow(0.025, 1.0 / estimate.clusters()), within(1e-12));
  }

  @Test
  void clustersThatHoldTogetherWidenTheInterval() {
    double[] values = IntStream.range(0, 1000).mapToDouble(i -> i / 5 % 2).toArray();
    int[] apart = IntStream.range(0, 1000).toArray();
    int[] together = IntStream.range(0, 1000).map(i -> i / 5).toArray();

    ClusteredMean means = ClusteredMean.of(1, 10_000);
    double narrow = width(means.share(values, apart));
    double wide = width(means.share(values, together));

    assertThat(wide / narrow).isCloseTo(Math.sqrt(5), within(0.15));
  }

  @Test
  void manyClustersArePooledWithoutChangingTheInterval() {
    SplittableRandom random = new SplittableRandom(8);
    double[] values = random.doubles(60_000).map(u -> u < 0.6 ? 1 : 0).toArray();
    int[] clusters = IntStream.range(0, 60_000).toArray();

    Estimate estimate = ClusteredMean.of(1, 300).share(values, clusters);

    assertThat(estimate.clusters()).isEqualTo(60_000);
    assertThat(width(estimate)).isCloseTo(2 * 1.96 * Math.sqrt(0.24 / 60_000), within(0.001));
  }

  /** Four differences of one sign have p = 2 / 2^4: no interval may call that certain. */
  @Test
  void fewDifferencesOfOneSignProveNothing() {
    double[] differences = new double[200];
    Arrays.fill(differences, 0, 4, 1);
    int[] clusters = IntStream.range(0, 200).toArray();

    assertThat(MEANS.mean(differences, clusters).above(0)).isTrue();
    Estimate four = MEANS.difference(differences, clusters);
    assertThat(four.low()).isZero();
    assertThat(four.high()).isGreaterThan(0.02);
    assertThat(four.method()).endsWith("widened to 0 since random signs differ as much");

    Arrays.fill(differences, 0, 12, 1);
    assertThat(MEANS.difference(differences, clusters))
        .isEqualTo(MEANS.mean(differences, clusters));
  }

  @Test
  void modelsThatNeverDifferMightHaveDiffered() {
    Estimate none = MEANS.difference(new double[50], IntStream.range(0, 50).toArray());

    assertThat(Math.pow(1 - requireNonNull(none.high()), 50)).isCloseTo(0.025, within(1e-12));
    assertThat(none.low()).isEqualTo(-requireNonNull(none.high()));
  }

  private static double width(Estimate estimate) {
    return requireNonNull(estimate.high()) - requireNonNull(estimate.low());
  }
}
