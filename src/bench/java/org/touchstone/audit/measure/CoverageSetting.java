package org.touchstone.audit.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.touchstone.report.Estimate;

/**
 * Made worlds of one kind, in which the true value of a statistic is known.
 *
 * @param statistic whose interval is tried
 * @param of what the worlds are, in words
 * @param truth the true value
 * @param world draws a world and estimates
 */
record CoverageSetting(
    String statistic, String of, DoubleSupplier truth, Function<SplittableRandom, Estimate> world) {

  /** Clusters of the world that stands for the truth where no closed form does. */
  private static final int TRUTH = 60_000;

  private static final Map<String, Double> TRUTHS = new HashMap<>();

  /** A setting whose truth has a closed form. */
  static CoverageSetting exact(
      String statistic, String of, double truth, Function<SplittableRandom, Estimate> world) {
    return new CoverageSetting(statistic, of, () -> truth, world);
  }

  /**
   * A setting whose truth is the value in one very large world.
   *
   * @param of what the worlds are, in words, with a place for the number of clusters
   * @param world draws a world of so many clusters and estimates
   */
  static CoverageSetting simulated(
      String statistic,
      String of,
      int clusters,
      BiFunction<Integer, SplittableRandom, Estimate> world) {
    return new CoverageSetting(
        statistic,
        of.formatted(clusters),
        () -> TRUTHS.computeIfAbsent(statistic, unused -> large(world)),
        random -> world.apply(clusters, random));
  }

  private static double large(BiFunction<Integer, SplittableRandom, Estimate> world) {
    Double value = world.apply(TRUTH, new SplittableRandom(1)).value();
    if (value == null) {
      throw new IllegalStateException(
          "Cannot try an interval: a world of %,d clusters does not define the statistic"
              .formatted(TRUTH));
    }

    return value;
  }

  /**
   * Counts intervals that hold the truth.
   *
   * @param worlds how many are drawn
   */
  Trial coverage(int worlds) {
    SplittableRandom seeds = new SplittableRandom(statistic.hashCode() * 31L + of.hashCode());
    List<SplittableRandom> random =
        IntStream.range(0, worlds).mapToObj(i -> seeds.split()).toList();
    List<Estimate> bounded = random.parallelStream().map(world).filter(Estimate::bounded).toList();
    double value = truth.getAsDouble();
    long above = bounded.stream().filter(estimate -> estimate.above(value)).count();
    long below = bounded.stream().filter(estimate -> estimate.below(value)).count();
    return new Trial(
        "coverage-of-" + statistic,
        1 - (above + below) / (double) bounded.size(),
        String.format(
            Locale.ROOT,
            "%s, %,d worlds, %,d without an interval, truth below %.1f %% of intervals",
            of,
            worlds,
            worlds - bounded.size(),
            100.0 * above / bounded.size()));
  }
}
