package org.touchstone.audit.pairs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Estimate;
import org.touchstone.text.ContentHash;

/**
 * Whether a model is right as often as it is sure.
 *
 * <pre>
 *   confidence = sigmoid(|margin|), outcome = 1 right, 1/2 tie, 0 wrong
 *   B bins of equal size along the confidence, n_b rows in bin b
 *   gap_b = mean outcome_b - mean confidence_b
 *   ECE = sum n_b / n |gap_b|
 *   mean square, debiased = sum n_b / n (gap_b^2 - var_b(outcome) / (n_b - 1))
 *   debiased = max(0, ECE - sum n_b / n (E|N(gap_b, s_b^2)| - |gap_b|)),  s_b^2 = var_b(outcome) / n_b
 * </pre>
 *
 * <p>ECE of a perfectly calibrated model is not 0: chance alone opens gaps. So two numbers stand
 * beside it, the debiased value and what a model would show whose outcomes are drawn from its own
 * confidences at this very n (mean and 95th percentile of the draws). The draws are independent;
 * rows of one prompt are not quite, so that the true noise is somewhat larger.
 *
 * <p>The debiased mean square is unbiased and so may fall below 0. The debiased ECE is not quite:
 * where there is no true gap it takes off sqrt(2) - 1 = 41 % of what chance adds, since chance has
 * already moved the gap that the correction is computed at; far from zero it takes off all.
 *
 * <p>Units: probabilities. With fewer rows than bins, bins without rows are left out.
 *
 * <p>Source: ECE, C. Guo et al. 2017, arXiv:1706.04599, eq. 3, with bins of equal mass after K.
 * Nguyen and B. O'Connor 2015, arXiv:1508.05154; the bias and its correction, A. Kumar, P. Liang
 * and T. Ma 2019, arXiv:1909.10155, whose published library resamples where the mean of the folded
 * normal distribution is taken here in closed form; R. Roelofs et al. 2022, arXiv:2012.08668.
 *
 * @param n rows
 * @param bins the bins, least sure first
 * @param ece expected calibration error
 * @param debiased ECE less its expected excess by chance, at least 0
 * @param meanSquareDebiased mean squared gap less its expected excess by chance
 * @param noiseMean mean ECE of a perfectly calibrated model with these confidences
 * @param noiseHigh 95th percentile of the same
 * @param meanConfidence mean confidence over all rows
 * @param meanOutcome accuracy over all rows
 */
public record Calibration(
    int n,
    List<Bin> bins,
    double ece,
    double debiased,
    double meanSquareDebiased,
    double noiseMean,
    double noiseHigh,
    double meanConfidence,
    double meanOutcome) {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Draws of a calibrated model: at most this many, fewer where the rows are millions. */
  private static final int DRAWS = 1_000;

  private static final int FEWEST_DRAWS = 200;
  private static final long DRAW_BUDGET = 50_000_000;

  /**
   * Rows of similar confidence.
   *
   * @param n rows
   * @param lowest least confidence among them
   * @param highest greatest confidence among them
   * @param confidence mean confidence
   * @param outcome mean outcome
   * @param variance mean squared distance of the outcomes from their mean
   */
  public record Bin(
      int n, double lowest, double highest, double confidence, double outcome, double variance) {

    private static Bin of(double[] confidences, double[] outcomes, int from, int to) {
      double[] seen = Arrays.copyOfRange(outcomes, from, to);
      double mean = Arrays.stream(seen).average().orElseThrow();
      return new Bin(
          to - from,
          confidences[from],
          confidences[to - 1],
          Arrays.stream(confidences, from, to).average().orElseThrow(),
          mean,
          Arrays.stream(seen).map(outcome -> (outcome - mean) * (outcome - mean)).sum()
              / seen.length);
    }

    /**
     * Wilson's 95 % interval of the share that is right, pairs taken as independent.
     *
     * <p>Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927), 209-212.
     */
    public Estimate right() {
      double z = NORMAL.inverseSurvivalProbability(0.025);
      double shrink = 1 / (1 + z * z / n);
      double centre = shrink * (outcome + z * z / (2 * n));
      double half = shrink * z * Math.sqrt(outcome * (1 - outcome) / n + z * z / (4.0 * n * n));
      return new Estimate(
          outcome,
          Math.max(0, centre - half),
          Math.min(1, centre + half),
          Math.sqrt(outcome * (1 - outcome) / n),
          n,
          n,
          "Wilson, pairs taken as independent",
          null);
    }

    public double gap() {
      return outcome - confidence;
    }

    /** E|N(gap, s^2)| - |gap|: how much of the absolute gap chance is expected to add. */
    private double excess() {
      double deviation = Math.sqrt(variance / n);
      if (deviation == 0) {
        return 0;
      }

      double z = gap() / deviation;
      double folded =
          2 * deviation * NORMAL.density(z) + gap() * (1 - 2 * NORMAL.cumulativeProbability(-z));
      return folded - Math.abs(gap());
    }
  }

  /** Copies the bins. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * Measures the calibration of a table that has at least one row.
   *
   * @param table the pairs
   * @param binCount bins, at least 1
   * @param seed of the draws of a calibrated model
   */
  public static Calibration of(PairTable table, int binCount, long seed) {
    Integer[] order = IntStream.range(0, table.size()).boxed().toArray(Integer[]::new);
    double[] margins = table.margins();
    Arrays.sort(order, Comparator.comparingDouble(row -> Math.abs(margins[row])));
    double[] confidences = new double[order.length];
    double[] outcomes = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      confidences[i] = Outcomes.confidence(margins[order[i]]);
      outcomes[i] = Outcomes.correct(margins[order[i]]);
    }

    List<Bin> bins = bins(confidences, outcomes, binCount);
    double ece = weighted(bins, bin -> Math.abs(bin.gap()));
    double[] noise = noise(confidences, binCount, seed);
    return new Calibration(
        order.length,
        bins,
        ece,
        Math.max(0, ece - weighted(bins, Bin::excess)),
        weighted(bins, bin -> bin.gap() * bin.gap() - bin.variance() / Math.max(1, bin.n() - 1)),
        Arrays.stream(noise).average().orElseThrow(),
        ClusteredMean.quantile(noise, 0.95),
        Arrays.stream(confidences).average().orElseThrow(),
        Arrays.stream(outcomes).average().orElseThrow());
  }

  private static List<Bin> bins(double[] confidences, double[] outcomes, int binCount) {
    List<Bin> bins = new ArrayList<>(binCount);
    for (int b = 0; b < binCount; b++) {
      int from = edge(b, binCount, confidences.length);
      int to = edge(b + 1, binCount, confidences.length);
      if (from < to) {
        bins.add(Bin.of(confidences, outcomes, from, to));
      }
    }

    return bins;
  }

  private static int edge(int bin, int binCount, int rows) {
    return (int) ((long) bin * rows / binCount);
  }

  private static double weighted(List<Bin> bins, ToDoubleFunction<Bin> measure) {
    int n = bins.stream().mapToInt(Bin::n).sum();
    return bins.stream().mapToDouble(bin -> bin.n() * measure.applyAsDouble(bin)).sum() / n;
  }

  /** Sorted ECE values of a model that is right exactly as often as it is sure. */
  private static double[] noise(double[] confidences, int binCount, long seed) {
    long affordable = DRAW_BUDGET / confidences.length;
    int draws = (int) Math.max(FEWEST_DRAWS, Math.min(DRAWS, affordable));
    SplittableRandom random = new SplittableRandom(ContentHash.keyed(seed, "calibrated"));
    double[] eces = new double[draws];
    Arrays.setAll(eces, draw -> calibratedEce(confidences, binCount, random));
    Arrays.sort(eces);
    return eces;
  }

  private static double calibratedEce(double[] confidences, int binCount, SplittableRandom random) {
    double total = 0;
    for (int b = 0; b < binCount; b++) {
      double gap = 0;
      for (int i = edge(b, binCount, confidences.length);
          i < edge(b + 1, binCount, confidences.length);
          i++) {
        gap += drawnOutcome(confidences[i], random) - confidences[i];
      }

      total += Math.abs(gap);
    }

    return total / confidences.length;
  }

  /** A tie counts half however often it is drawn. */
  private static double drawnOutcome(double confidence, SplittableRandom random) {
    if (confidence == 0.5) {
      return 0.5;
    }

    return random.nextDouble() < confidence ? 1 : 0;
  }
}
