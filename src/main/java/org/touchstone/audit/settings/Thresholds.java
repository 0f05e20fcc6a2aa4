package org.touchstone.audit.settings;

/**
 * What is asked of a model before it passes; the reasons stand in {@code conf/audit.yaml}.
 *
 * @param accuracy share of human choices that the whole interval must exceed; 0.5 is a coin
 * @param calibrationPass largest debiased calibration error that passes even where noise does not
 *     explain it, as a probability
 * @param calibrationFail largest debiased calibration error that is only a warning
 * @param lengthCorrelationWarn correlation of margin and length difference, in absolute value, from
 *     which length is a warning
 * @param lengthCorrelationFail correlation from which the model is little but a length counter
 * @param accuracyDrop how much less accurate than in an earlier audit still passes, as a share
 */
public record Thresholds(
    double accuracy,
    double calibrationPass,
    double calibrationFail,
    double lengthCorrelationWarn,
    double lengthCorrelationFail,
    double accuracyDrop) {

  /** Thresholds of {@code conf/audit.yaml}. */
  public static final Thresholds DEFAULT = new Thresholds(0.5, 0.03, 0.1, 0.45, 0.8, 0.02);

  /** Refuses what is no share and what is out of order. */
  public Thresholds {
    requireShare("accuracy", accuracy);
    requireShare("calibration-pass", calibrationPass);
    requireShare("calibration-fail", calibrationFail);
    requireShare("length-correlation-warn", lengthCorrelationWarn);
    requireShare("length-correlation-fail", lengthCorrelationFail);
    requireShare("accuracy-drop", accuracyDrop);
    requireOrder("calibration", calibrationPass, calibrationFail);
    requireOrder("length-correlation", lengthCorrelationWarn, lengthCorrelationFail);
  }

  private static void requireShare(String key, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "Cannot audit: thresholds.%s is %s, must be from 0 to 1".formatted(key, value));
    }
  }

  private static void requireOrder(String key, double mild, double severe) {
    if (mild > severe) {
      throw new IllegalArgumentException(
          "Cannot audit: the milder threshold of %s is %s, must not exceed the severer one, %s"
              .formatted(key, mild, severe));
    }
  }
}
