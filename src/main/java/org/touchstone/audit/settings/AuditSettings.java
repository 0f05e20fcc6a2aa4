package org.touchstone.audit.settings;

/**
 * What an audit does; the keys of {@code conf/audit.yaml}.
 *
 * @param seed of resamples and draws
 * @param resamples bootstrap resamples for each interval, at least 200
 * @param bins bins of equal size for calibration, at least 2
 * @param mistakes most confident mistakes shown, from 0 to 100
 * @param excerpts how much of people's texts is shown
 * @param edits how hard to try to fool the model, where it is at hand
 * @param statedAgreement share of pairs of people who agree, as those who collected the feedback
 *     say; 0 if they do not
 * @param relabel labels listed for a second look, the most doubtful first, from 0 to 100,000
 * @param review what it costs to ask people about the least sure pairs
 * @param maxPairs judged pairs that the driver may hold for one model, about 500 bytes each while
 *     they are collected
 * @param thresholds what is asked of the model
 */
public record AuditSettings(
    long seed,
    int resamples,
    int bins,
    int mistakes,
    Excerpts excerpts,
    EditSettings edits,
    double statedAgreement,
    int relabel,
    ReviewSettings review,
    long maxPairs,
    Thresholds thresholds) {

  /** Settings of {@code conf/audit.yaml}. */
  public static final AuditSettings DEFAULT =
      new AuditSettings(
          17,
          2_000,
          15,
          20,
          Excerpts.SHORT,
          EditSettings.DEFAULT,
          0,
          200,
          ReviewSettings.DEFAULT,
          1_000_000,
          Thresholds.DEFAULT);

  /** Refuses numbers that no measure could work with. */
  public AuditSettings {
    Ranges.require("resamples", resamples, 200, 1_000_000);
    Ranges.require("bins", bins, 2, 1_000);
    Ranges.require("mistakes", mistakes, 0, 100);
    Ranges.require("relabel", relabel, 0, 100_000);
    if (statedAgreement != 0 && !(statedAgreement > 0.5 && statedAgreement <= 1)) {
      throw new IllegalArgumentException(
          "Cannot audit: stated-agreement is %s, must be 0 for none, or above 0.5 and at most 1"
              .formatted(statedAgreement));
    }

    Ranges.require("max-pairs", maxPairs, 1, Integer.MAX_VALUE);
  }
}
