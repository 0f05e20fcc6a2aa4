package org.touchstone.audit.measure;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.touchstone.audit.pairs.PairTable;
import org.touchstone.audit.pairs.ScoredPair;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.ClusterBootstrap;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.TemperatureFit;
import org.touchstone.report.Estimate;
import org.touchstone.text.ContentHash;

/**
 * Temperatures, none of which saw the rows that it is judged on: of validation rows if there are
 * enough, else of either half of the prompt clusters for the other half.
 *
 * @param crossed whether halves were fitted for one another
 * @param fitted the temperature of all rows that fits were made on, with its interval
 * @param fittedOn rows that it was fitted on
 * @param first the temperature of the validation rows, or of the first half
 * @param second the same, or that of the second half
 * @param before the rows that are judged
 * @param after the same rows, margins divided by the temperature that did not see them
 */
record Temperatures(
    boolean crossed,
    Estimate fitted,
    int fittedOn,
    double first,
    double second,
    PairTable before,
    PairTable after) {

  /** What the splits call rows that settings are chosen by. */
  private static final String VALIDATION = "validation";

  /** Fits; empty if the rows are too few, or no finite temperature above 0 fits them. */
  static Optional<Temperatures> of(PairTable pairs, AuditSettings settings) {
    PairTable validation = pairs.where(pair -> VALIDATION.equals(pair.split()));
    PairTable rest = pairs.where(pair -> !VALIDATION.equals(pair.split()));
    if (enough(validation) && enough(rest)) {
      double factor = TemperatureFit.to(validation.margins()).factor();
      return of(false, validation, rest, factor, factor, pair -> factor, settings);
    }

    PairTable first = pairs.where(pair -> firstHalf(pair, settings));
    PairTable second = pairs.where(pair -> !firstHalf(pair, settings));
    if (!enough(first) || !enough(second)) {
      return Optional.empty();
    }

    double ofFirst = TemperatureFit.to(first.margins()).factor();
    double ofSecond = TemperatureFit.to(second.margins()).factor();
    return of(
        true,
        pairs,
        pairs,
        ofFirst,
        ofSecond,
        pair -> firstHalf(pair, settings) ? ofSecond : ofFirst,
        settings);
  }

  private static Optional<Temperatures> of(
      boolean crossed,
      PairTable fitted,
      PairTable judged,
      double first,
      double second,
      ToDoubleFunction<ScoredPair> factor,
      AuditSettings settings) {
    TemperatureFit fit = TemperatureFit.to(fitted.margins());
    if (!fit.found(fit.factor()) || !fit.found(first) || !fit.found(second)) {
      return Optional.empty();
    }

    return Optional.of(
        new Temperatures(
            crossed,
            temperature(fit, fitted, settings),
            fitted.size(),
            1 / first,
            1 / second,
            judged,
            judged.rewardedBy(
                pair -> factor.applyAsDouble(pair) * pair.chosenReward(),
                pair -> factor.applyAsDouble(pair) * pair.rejectedReward())));
  }

  private static boolean enough(PairTable rows) {
    return rows.clusterCount() >= ClusteredMean.FEWEST_CLUSTERS;
  }

  private static boolean firstHalf(ScoredPair pair, AuditSettings settings) {
    return ContentHash.uniform(settings.seed(), "temperature/" + pair.promptCluster()) < 0.5;
  }

  /** 1 / b, and the interval of b turned over. */
  private static Estimate temperature(TemperatureFit fit, PairTable rows, AuditSettings settings) {
    double best = fit.factor();
    Estimate factor =
        ClusterBootstrap.of(settings.seed(), settings.resamples())
            .ofRows(rows.clusters(), times -> fit.factor(times, best));
    Double low = factor.low();
    Double high = factor.high();
    Double error = factor.standardError();
    if (low == null || high == null || error == null || !fit.found(low)) {
      return Estimate.bare(
          1 / best,
          rows.size(),
          rows.clusterCount(),
          low == null
              ? Judge.reason(factor)
              : "no interval: chance alone could have these margins, so no temperature is too high");
    }

    return new Estimate(
        1 / best,
        1 / high,
        1 / low,
        error / (best * best),
        factor.n(),
        factor.clusters(),
        factor.method(),
        null);
  }
}
