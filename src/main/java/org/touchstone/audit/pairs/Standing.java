package org.touchstone.audit.pairs;

import org.jspecify.annotations.Nullable;
import org.touchstone.audit.settings.AuditSettings;
import org.touchstone.audit.statistic.ClusteredMean;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.report.Estimate;

/**
 * How one contender does on the rows that it shares with the model under audit.
 *
 * @param name for people
 * @param kind what it is
 * @param digest of a model's artifact; null for a rule
 * @param accuracy share of human choices met, ties half
 * @param logLoss mean of -ln sigmoid(margin), in nats; null where no probability is given
 * @param brier mean squared distance of the probability from what people chose; null likewise
 * @param ece expected calibration error; null likewise
 * @param eceDebiased the same with chance taken off
 * @param eceNoiseMean what a perfectly calibrated model would show on average
 * @param eceNoiseHigh 95th percentile of the same
 * @param accuracyAllRows accuracy on every row that this contender was scored on
 * @param lead accuracy of the model under audit minus this one's, row by row; null for itself
 * @param leadP probability of a lead as large as this, either way, if there were none; by random
 *     signs of whole prompt clusters; null for itself
 */
public record Standing(
    String name,
    Contender.Kind kind,
    @Nullable String digest,
    Estimate accuracy,
    @Nullable Estimate logLoss,
    @Nullable Estimate brier,
    @Nullable Double ece,
    @Nullable Double eceDebiased,
    @Nullable Double eceNoiseMean,
    @Nullable Double eceNoiseHigh,
    Estimate accuracyAllRows,
    @Nullable Estimate lead,
    @Nullable Double leadP) {

  /** Measures a contender beside the model under audit. */
  public static Standing of(Contender contender, Contender audited, AuditSettings settings) {
    ClusteredMean means = ClusteredMean.of(settings.seed(), settings.resamples());
    PairTable shared = contender.table().sharedWith(audited.table());
    boolean itself = contender.kind() == Contender.Kind.AUDITED;
    boolean probable = contender.kind().givesProbabilities() && shared.size() > 0;
    Calibration calibration =
        probable ? Calibration.of(shared, settings.bins(), settings.seed()) : null;
    double[] leads = itself ? new double[0] : leads(audited.table(), shared);
    return new Standing(
        contender.name(),
        contender.kind(),
        contender.digest(),
        accuracy(shared, means),
        probable
            ? means.mean(Outcomes.of(shared.margins(), Outcomes::logLoss), shared.clusters())
            : null,
        probable
            ? means.mean(Outcomes.of(shared.margins(), Outcomes::brier), shared.clusters())
            : null,
        calibration == null ? null : calibration.ece(),
        calibration == null ? null : calibration.debiased(),
        calibration == null ? null : calibration.noiseMean(),
        calibration == null ? null : calibration.noiseHigh(),
        accuracy(contender.table(), means),
        itself ? null : means.difference(leads, shared.clusters()),
        leads.length == 0 ? null : means.signFlipP(leads, shared.clusters()));
  }

  public static Estimate accuracy(PairTable table, ClusteredMean means) {
    return means.share(Outcomes.of(table.margins(), Outcomes::correct), table.clusters());
  }

  private static double[] leads(PairTable audited, PairTable shared) {
    double[] leads = Outcomes.of(audited.sharedWith(shared).margins(), Outcomes::correct);
    double[] theirs = Outcomes.of(shared.margins(), Outcomes::correct);
    for (int i = 0; i < leads.length; i++) {
      leads[i] -= theirs[i];
    }

    return leads;
  }
}
