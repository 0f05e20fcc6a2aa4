package org.touchstone.audit.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.touchstone.audit.pairs.Contender;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.Pool;
import org.touchstone.audit.settings.SettingsBuilder;
import org.touchstone.report.Estimate;

/** Settings of choosing the best of several replies by a reward that is half noise. */
final class PoolCoverage {

  private static final int REPLIES = 8;

  private PoolCoverage() {}

  static List<CoverageSetting> settings(int count) {
    List<CoverageSetting> settings = new ArrayList<>();
    settings.add(simulated("best-of-n", count, curve -> curve.gold(curve.last(), Pool::rewards)));
    settings.add(simulated("last-doubling", count, PressureCurve::lastDoubling));
    settings.add(simulated("share-of-ceiling", count, curve -> curve.shareOfCeiling(curve.last())));
    settings.add(simulated("bend-of-best-of-n", count, curve -> curve.fit(Pool::rewards).beta()));
    return settings;
  }

  private static CoverageSetting simulated(
      String statistic, int count, Function<PressureCurve, Estimate> estimate) {
    return CoverageSetting.simulated(
        statistic,
        "%d prompt clusters of 1 to 6 pools of 8 replies",
        count,
        (clusters, random) -> estimate.apply(curve(clusters, random)));
  }

  private static PressureCurve curve(int count, SplittableRandom random) {
    ClusteredRows rows = ClusteredRows.of(count, random);
    double[] noise = rows.shared(random, effect -> effect > 0 ? 2 : 0.5);
    List<Pool> pools = new ArrayList<>();
    for (int row = 0; row < noise.length; row++) {
      double own = noise[row];
      double[] gold = IntStream.range(0, REPLIES).mapToDouble(i -> random.nextGaussian()).toArray();
      double[] rewards =
          IntStream.range(0, REPLIES)
              .mapToDouble(i -> gold[i] + own * random.nextGaussian())
              .toArray();
      pools.add(new Pool("c" + rows.clusters()[row], rewards, gold, new double[REPLIES]));
    }

    PairTable none = PairTable.of(List.of());
    Contender audited = new Contender("m", Contender.Kind.AUDITED, "d", none);
    Evidence evidence =
        new Evidence(
            SettingsBuilder.quick().seed(random.nextLong()).resamples(400).build(),
            audited,
            List.of(audited),
            List.of(),
            Further.NOTHING,
            shown -> List.of());
    return new PressureCurve(evidence, pools);
  }
}
