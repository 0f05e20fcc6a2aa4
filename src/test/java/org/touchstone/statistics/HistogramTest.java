package org.touchstone.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistogramTest {

  @Test
  void bucketsKeepThreeDigits() {
    assertThat(Histogram.bucket(0)).isZero();
    assertThat(Histogram.bucket(999)).isEqualTo(999);
    assertThat(Histogram.bucket(12_345)).isEqualTo(12_300);
    assertThat(Histogram.bucket(9_999_999)).isEqualTo(9_990_000);
  }

  @Test
  void quantilesAndMomentsAreThoseOfTheSortedValues() {
    long[] values = new SplittableRandom(8).longs(5_000, 0, 30_000).toArray();
    Histogram histogram = new Histogram();
    for (long value : values) {
      histogram.add(value);
    }

    Arrays.sort(values);
    double mean = Arrays.stream(values).average().orElseThrow();
    double variance =
        Arrays.stream(values).mapToDouble(value -> (value - mean) * (value - mean)).sum() / 4_999;
    Lengths lengths = histogram.lengths();
    assertThat(lengths.mean()).isCloseTo(mean, within(1e-9));
    assertThat(lengths.standardDeviation() / Math.sqrt(variance)).isCloseTo(1, within(1e-4));
    assertThat(lengths.p05()).isEqualTo(Histogram.bucket(values[249]));
    assertThat(lengths.median()).isEqualTo(Histogram.bucket(values[2_499]));
    assertThat(lengths.p99()).isEqualTo(Histogram.bucket(values[4_949]));
    assertThat(lengths.least()).isEqualTo(values[0]);
    assertThat(lengths.most()).isEqualTo(values[4_999]);
  }

  @Test
  void unevennessIsThatOfBruteForce() {
    long[] values = new SplittableRandom(3).longs(301, 1, 40).map(v -> v * v).toArray();
    Histogram histogram = new Histogram();
    Arrays.stream(values).forEach(histogram::add);
    double differences = 0;
    for (long one : values) {
      for (long other : values) {
        differences += Math.abs(one - other);
      }
    }

    double sum = Arrays.stream(values).sum();
    Arrays.sort(values);
    double top = values[300] + values[299] + values[298] + values[297];
    assertThat(histogram.gini()).isCloseTo(differences / (2.0 * 301 * sum), within(2e-3));
    assertThat(histogram.topShare(0.01)).isCloseTo(top / sum, within(2e-3));
  }

  @Test
  void partsAddUpAndBinsHoldAll() {
    long[] values = new SplittableRandom(4).longs(2_000, 0, 5_000).toArray();
    Histogram whole = new Histogram();
    Histogram left = new Histogram();
    Histogram right = new Histogram();
    for (int i = 0; i < values.length; i++) {
      whole.add(values[i]);
      (i % 3 == 0 ? left : right).add(values[i]);
    }

    right.add(left);
    assertThat(right.lengths()).isEqualTo(whole.lengths());
    long below = Arrays.stream(values).filter(v -> v < 700).count();
    assertThat(whole.countsBelow(new long[] {700})).containsExactly(below, 2_000 - below);
  }

  /** The longer reply always wins, of prompts whose lengths differ by far. */
  @Test
  void theAreaUnderTheCurveOfDifferencesIsThatOfBruteForce() {
    Differences always = new Differences();
    for (long longer : new long[] {1, 10, 100}) {
      always.add(longer);
    }

    long[] values = new SplittableRandom(6).longs(400, -40, 60).toArray();
    Differences some = new Differences();
    Differences rest = new Differences();
    double above = 0;
    for (int i = 0; i < values.length; i++) {
      (i % 3 == 0 ? some : rest).add(values[i]);
      for (long other : values) {
        above += values[i] > -other ? 1 : values[i] == -other ? 0.5 : 0;
      }
    }

    some.add(rest);
    assertThat(always.auc()).isEqualTo(1);
    assertThat(some.auc()).isCloseTo(above / (400 * 400), within(1e-12));
    assertThat(new Differences().auc()).isNaN();
  }

  @Test
  void amountsAreKeptToThreeDigits() {
    assertThat(Amounts.rounded(-0.0)).isEqualTo(0.0);
    assertThat(Amounts.rounded(4.5)).isEqualTo(4.5);
    assertThat(Amounts.rounded(1.23456)).isEqualTo(1.23);
    assertThat(Amounts.rounded(-98_765)).isEqualTo(-98_800);
    assertThat(Amounts.level(87)).isEqualTo(87);
    assertThat(Amounts.level(0.8765)).isEqualTo(0.88);
    assertThat(Amounts.level(-1_250)).isEqualTo(-1_300);
    Amounts amounts = new Amounts();
    amounts.add(Double.NaN);
    assertThat(amounts.distribution()).isNull();
    amounts.add(1);
    amounts.add(4);
    assertThat(amounts.distribution())
        .returns(2.5, Distribution::mean)
        .returns(1.0, Distribution::median)
        .returns(4.0, Distribution::most);
  }
}
