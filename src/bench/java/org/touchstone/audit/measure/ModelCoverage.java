package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.touchstone.audit.pairs.Calibration;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairBuilder;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.settings.SettingsBuilder;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Estimate;

/**
 * Settings of what is said of a model that is too sure by a third: people choose by Bradley-Terry
 * over utilities whose spread differs between prompts.
 */
final class ModelCoverage {

  private static final double TEMPERATURE = 1.5;
  private static final String OF = "%d clusters of 1 to 6 pairs";

  private ModelCoverage() {}

  static List<CoverageSetting> settings(int count) {
    String of = OF.formatted(count);
    List<CoverageSetting> settings = new ArrayList<>();
    settings.add(
        CoverageSetting.exact(
            "temperature", of, TEMPERATURE, random -> temperature(pairs(count, random), random)));
    settings.add(simulated("surer-half-lead", count, ModelCoverage::halves));
    settings.add(simulated("risk-coverage-area", count, ModelCoverage::area));
    settings.add(simulated("shared-mistakes", count, (p, r) -> shared(p, r).excess()));
    settings.add(simulated("kappa-of-being-right", count, (p, r) -> shared(p, r).kappa()));
    settings.add(
        CoverageSetting.exact(
            "calibration-bin", of + ", first of 5 bins", 0, random -> bin(count, random)));
    return settings;
  }

  private static CoverageSetting simulated(
      String statistic, int count, BiFunction<PairTable, SplittableRandom, Estimate> estimate) {
    return CoverageSetting.simulated(
        statistic,
        OF,
        count,
        (clusters, random) -> estimate.apply(pairs(clusters, random), random));
  }

  private static AuditSettings settings(SplittableRandom random) {
    return SettingsBuilder.quick().seed(random.nextLong()).resamples(400).build();
  }

  static PairTable pairs(int count, SplittableRandom random) {
    ClusteredRows rows = ClusteredRows.of(count, random);
    double[] spread = rows.shared(random, effect -> effect > 0 ? 2.4 : 0.8);
    List<ScoredPair> pairs = new ArrayList<>();
    for (int row = 0; row < spread.length; row++) {
      double difference = spread[row] * random.nextGaussian();
      boolean first = random.nextDouble() < Outcomes.sigmoid(difference);
      pairs.add(
          PairBuilder.pair(row)
              .cluster("c" + rows.clusters()[row])
              .margin(TEMPERATURE * (first ? difference : -difference))
              .build());
    }

    return PairTable.of(pairs);
  }

  private static Estimate temperature(PairTable pairs, SplittableRandom random) {
    return Temperatures.of(pairs, settings(random))
        .map(Temperatures::fitted)
        .orElseGet(() -> Estimate.notMeasured("no fit", 0, 0));
  }

  private static Estimate halves(PairTable pairs, SplittableRandom random) {
    return CoverageCurve.byMargin(pairs)
        .halves(ClusterBootstrap.of(settings(random).seed(), settings(random).resamples()));
  }

  private static Estimate area(PairTable pairs, SplittableRandom random) {
    return CoverageCurve.byMargin(pairs)
        .area(ClusterBootstrap.of(settings(random).seed(), settings(random).resamples()));
  }

  /** Beside another model, with noise of its own. */
  private static SharedMistakes.Pairing shared(PairTable pairs, SplittableRandom random) {
    PairTable other =
        pairs.rewardedBy(pair -> pair.margin() + 1.5 * random.nextGaussian(), pair -> 0);
    return SharedMistakes.of(
        pairs,
        new Contender("other", Contender.Kind.MODEL, "d", other),
        ClusterBootstrap.of(settings(random).seed(), settings(random).resamples()),
        1);
  }

  /** How far the first bin's interval of being right is from what its own utilities make of it. */
  private static Estimate bin(int count, SplittableRandom random) {
    PairTable pairs = pairs(count, random);
    Calibration.Bin bin = Calibration.of(pairs, 5, 1).bins().get(0);
    double truth =
        pairs.pairs().stream()
            .mapToDouble(pair -> Math.abs(pair.margin()))
            .sorted()
            .limit(bin.n())
            .map(margin -> Outcomes.sigmoid(margin / TEMPERATURE))
            .average()
            .orElseThrow();
    Estimate right = bin.right();
    Double low = right.low();
    Double high = right.high();
    return low == null || high == null
        ? right
        : new Estimate(
            bin.outcome() - truth, low - truth, high - truth, null, bin.n(), count, "Wilson", null);
  }
}
