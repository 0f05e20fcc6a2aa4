package org.touchstone.audit.measure;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.ClusterSums;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.NoiseFit;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Estimate;
import org.touchstone.text.ContentHash;

/**
 * Pairs by how sure the model is, for {@link NoiseFit}, and its interval: percentile bootstrap over
 * clusters, which needs 100 of them. Pairs go into 64 bins of equal size, so that a resample costs
 * one addition a pair.
 */
final class NoiseSample {

  private static final int BINS = 64;
  private static final int MOST_DRAWS = 500;
  private static final int FEWEST_DRAWS = 200;
  private static final long DRAW_BUDGET = 50_000_000;

  private final PairTable pairs;
  private final int[] bins;
  private final double[] sizes;

  private NoiseSample(PairTable pairs, int[] bins, double[] sizes) {
    this.pairs = pairs;
    this.bins = bins;
    this.sizes = sizes;
  }

  static NoiseSample of(PairTable pairs) {
    double[] margins = pairs.margins();
    int[] order =
        IntStream.range(0, margins.length)
            .boxed()
            .sorted((i, j) -> Double.compare(Math.abs(margins[i]), Math.abs(margins[j])))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] bins = new int[margins.length];
    double[] sizes = new double[BINS];
    double[] counts = new double[BINS];
    for (int rank = 0; rank < order.length; rank++) {
      int bin = (int) ((long) BINS * rank / order.length);
      bins[order[rank]] = bin;
      sizes[bin] += Math.abs(margins[order[rank]]);
      counts[bin]++;
    }

    Arrays.setAll(sizes, bin -> counts[bin] == 0 ? 0 : sizes[bin] / counts[bin]);
    return new NoiseSample(pairs, bins, sizes);
  }

  NoiseFit fit() {
    int[] once = new int[groups()];
    Arrays.fill(once, 1);
    return fit(once);
  }

  /** The noise of a fit with its interval. */
  Estimate noise(NoiseFit fit, AuditSettings settings) {
    int clusters = pairs.clusterCount();
    if (clusters < ClusteredMean.BOOTSTRAP_CLUSTERS) {
      return Estimate.notMeasured(
          "%d prompt clusters, at least %d needed"
              .formatted(clusters, ClusteredMean.BOOTSTRAP_CLUSTERS),
          pairs.size(),
          clusters);
    }

    double[] draws = new double[draws(settings.resamples())];
    SplittableRandom random =
        new SplittableRandom(ContentHash.keyed(settings.seed(), "label-noise"));
    Arrays.setAll(draws, i -> fit(drawn(random)).noise());
    Arrays.sort(draws);
    return new Estimate(
        fit.noise(),
        Math.min(fit.noise(), ClusteredMean.quantile(draws, 0.025)),
        Math.max(fit.noise(), ClusteredMean.quantile(draws, 0.975)),
        null,
        pairs.size(),
        clusters,
        "percentile bootstrap over clusters, %d resamples".formatted(draws.length),
        null);
  }

  private int draws(int resamples) {
    long affordable = Math.max(FEWEST_DRAWS, DRAW_BUDGET / Math.max(1, pairs.size()));
    return (int) Math.min(Math.min(MOST_DRAWS, resamples), affordable);
  }

  private int groups() {
    return Math.min(ClusterSums.MAX_GROUPS, pairs.clusterCount());
  }

  private int[] drawn(SplittableRandom random) {
    int[] times = new int[groups()];
    for (int i = 0; i < times.length; i++) {
      times[random.nextInt(times.length)]++;
    }

    return times;
  }

  private NoiseFit fit(int[] times) {
    double[] agree = new double[BINS];
    double[] disagree = new double[BINS];
    for (int i = 0; i < bins.length; i++) {
      int weight = times[pairs.clusters()[i] % times.length];
      double correct = Outcomes.correct(pairs.margins()[i]);
      agree[bins[i]] += weight * correct;
      disagree[bins[i]] += weight * (1 - correct);
    }

    return NoiseFit.of(sizes, agree, disagree);
  }
}
