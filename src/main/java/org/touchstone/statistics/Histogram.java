package org.touchstone.statistics;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of values that are not negative: exact below 1,000 and to three significant digits above,
 * so that its size is bounded by the digits of the largest value and histograms can be merged.
 */
final class Histogram {

  private static final long EXACT_BELOW = 1_000;

  /** What is known of the values of a bucket. */
  private record Bucket(long count, long sum, long least, long most) {
    Bucket plus(Bucket other) {
      return new Bucket(
          count + other.count,
          sum + other.sum,
          Math.min(least, other.least),
          Math.max(most, other.most));
    }
  }

  private final TreeMap<Long, Bucket> buckets = new TreeMap<>();
  private long count;
  private long sum;

  /** Adds values of one bucket. */
  void add(long times, long total, long least, long most) {
    buckets.merge(bucket(least), new Bucket(times, total, least, most), Bucket::plus);
    count += times;
    sum += total;
  }

  long count() {
    return count;
  }

  /** Returns the bucket of a value: the value with all but its first three digits zero. */
  static long bucket(long value) {
    long unit = 1;
    while (value / unit >= EXACT_BELOW) {
      unit *= 10;
    }

    return value - value % unit;
  }

  double mean() {
    return (double) sum / count;
  }

  /** The variance with n - 1, taking each value as the mean of its bucket. */
  double variance() {
    double mean = mean();
    double squares = 0;
    for (Bucket bucket : buckets.values()) {
      double deviation = (double) bucket.sum / bucket.count - mean;
      squares += bucket.count * deviation * deviation;
    }

    return count < 2 ? 0 : squares / (count - 1);
  }

  /** The least value with at least a share of all values at or below it, to three digits. */
  long quantile(double share) {
    long needed = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (Map.Entry<Long, Bucket> bucket : buckets.entrySet()) {
      seen += bucket.getValue().count;
      if (seen >= needed) {
        return bucket.getKey();
      }
    }

    throw new IllegalStateException("Cannot take a quantile of no values: at least 1 needed");
  }

  /** The chance that a value here is above one there, a tie counting half. */
  double aboveShare(Histogram other) {
    TreeMap<Long, Bucket> both = new TreeMap<>(buckets);
    both.putAll(other.buckets);
    double above = 0;
    long below = 0;
    for (Long key : both.keySet()) {
      long there = countAt(other, key);
      above += countAt(this, key) * (below + 0.5 * there);
      below += there;
    }

    return above / ((double) count * other.count);
  }

  private static long countAt(Histogram histogram, Long key) {
    Bucket bucket = histogram.buckets.get(key);
    return bucket == null ? 0 : bucket.count;
  }

  Lengths lengths() {
    return new Lengths(
        count,
        sum,
        mean(),
        Math.sqrt(variance()),
        buckets.firstEntry().getValue().least,
        quantile(0.05),
        quantile(0.25),
        quantile(0.5),
        quantile(0.75),
        quantile(0.95),
        quantile(0.99),
        buckets.lastEntry().getValue().most);
  }
}
