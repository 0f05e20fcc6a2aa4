package org.touchstone.statistics;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Counts of values that are not negative: exact below 1,000 and to three significant digits above,
 * so that its size is bounded by the digits of the largest value and histograms can be merged.
 *
 * <p>A sketch of quantiles that throws no coins: the same values give the same answers in any order
 * and any partition. Buckets are numbered: 0 to 999 are the values themselves, and each further
 * power of ten has 900.
 */
final class Histogram implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final int EXACT_BELOW = 1_000;
  private static final int PER_POWER = 900;

  private long[] counts = new long[0];
  private long[] sums = new long[0];
  private long count;
  private long sum;
  private long least = Long.MAX_VALUE;
  private long most = Long.MIN_VALUE;

  /** Adds a value. */
  void add(long value) {
    int index = index(value);
    grow(index + 1);
    counts[index]++;
    sums[index] += value;
    count++;
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }

  /** Adds what another has counted. */
  void add(Histogram other) {
    grow(other.counts.length);
    for (int i = 0; i < other.counts.length; i++) {
      counts[i] += other.counts[i];
      sums[i] += other.sums[i];
    }

    count += other.count;
    sum += other.sum;
    least = Math.min(least, other.least);
    most = Math.max(most, other.most);
  }

  private void grow(int length) {
    if (length > counts.length) {
      int larger = Math.max(length, counts.length + counts.length / 2);
      counts = Arrays.copyOf(counts, larger);
      sums = Arrays.copyOf(sums, larger);
    }
  }

  private static int index(long value) {
    long leading = value;
    int powers = 0;
    while (leading >= EXACT_BELOW) {
      leading /= 10;
      powers++;
    }

    return (int) leading + powers * PER_POWER;
  }

  private static long valueAt(int index) {
    long value = index;
    int powers = 0;
    while (value >= EXACT_BELOW) {
      value -= PER_POWER;
      powers++;
    }

    for (int i = 0; i < powers; i++) {
      value *= 10;
    }

    return value;
  }

  /** Returns the bucket of a value: the value with all but its first three digits zero. */
  static long bucket(long value) {
    return valueAt(index(value));
  }

  long count() {
    return count;
  }

  long sum() {
    return sum;
  }

  long most() {
    return count == 0 ? 0 : most;
  }

  double mean() {
    return (double) sum / count;
  }

  /** The variance with n - 1, taking each value as the mean of its bucket. */
  double variance() {
    double mean = mean();
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        double deviation = (double) sums[i] / counts[i] - mean;
        squares += counts[i] * deviation * deviation;
      }
    }

    return count < 2 ? 0 : squares / (count - 1);
  }

  /** The least value with at least a share of all values at or below it, to three digits. */
  long quantile(double share) {
    long needed = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= needed) {
        return valueAt(i);
      }
    }

    throw new IllegalStateException("Cannot take a quantile of no values: at least 1 needed");
  }

  /**
   * How many values lie in each of the intervals that end before the bounds, and after the last.
   */
  long[] countsBelow(long[] bounds) {
    long[] binned = new long[bounds.length + 1];
    int bin = 0;
    for (int i = 0; i < counts.length; i++) {
      while (bin < bounds.length && valueAt(i) >= bounds[bin]) {
        bin++;
      }

      binned[bin] += counts[i];
    }

    return binned;
  }

  /** The chance that a value here is above one there, a tie counting half. */
  double aboveShare(Histogram other) {
    double above = 0;
    long below = 0;
    for (int i = 0; i < counts.length; i++) {
      long there = i < other.counts.length ? other.counts[i] : 0;
      above += counts[i] * (below + 0.5 * there);
      below += there;
    }

    return above / ((double) count * other.count);
  }

  /**
   * The Gini coefficient: half the mean difference of two values over their mean; 0 if all are
   * equal, towards 1 if one has all.
   */
  double gini() {
    double weighted = 0;
    double before = 0;
    for (int i = 0; i < counts.length; i++) {
      // Sum over the values of this bucket of what all before them have, and half of their own.
      weighted += counts[i] * (before + sums[i] / 2.0);
      before += sums[i];
    }

    return sum == 0 ? 0 : 1 - 2 * weighted / ((double) count * sum);
  }

  /** The share of the sum that the largest values hold, as many as a share of all, at least one. */
  double topShare(double share) {
    long left = Math.max(1, (long) Math.ceil(share * count));
    double held = 0;
    for (int i = counts.length - 1; i >= 0 && left > 0; i--) {
      long taken = Math.min(left, counts[i]);
      held += counts[i] == 0 ? 0 : (double) sums[i] * taken / counts[i];
      left -= taken;
    }

    return sum == 0 ? 0 : held / sum;
  }

  Lengths lengths() {
    return new Lengths(
        count,
        sum,
        mean(),
        Math.sqrt(variance()),
        least,
        quantile(0.05),
        quantile(0.25),
        quantile(0.5),
        quantile(0.75),
        quantile(0.95),
        quantile(0.99),
        most);
  }
}
