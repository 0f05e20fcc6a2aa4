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
      histogram.add(1, value, value, value);
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
}
