package org.touchstone.audit;

import org.touchstone.report.Estimate;

/** Which way a number is better: what makes a change one for the worse. */
enum Better {
  HIGHER,
  LOWER,
  /** The nearer to 0, the better. */
  NEAR_ZERO,
  /** Neither way: it tells of the data, or of another model. */
  NEITHER;

  /** Whether it can get worse at all. */
  boolean judged() {
    return this != NEITHER;
  }

  /** Whether a change is one for the worse, if it is more than noise. */
  boolean worsenedBy(double difference) {
    return switch (this) {
      case HIGHER -> difference < 0;
      case LOWER, NEAR_ZERO -> difference > 0;
      case NEITHER -> false;
    };
  }

  /** The number as it is compared. */
  Estimate compared(Estimate estimate) {
    Double value = estimate.value();
    Double low = estimate.low();
    Double high = estimate.high();
    if (this != NEAR_ZERO || value == null || value >= 0 || low == null || high == null) {
      return estimate;
    }

    return new Estimate(
        -value,
        -high,
        -low,
        estimate.standardError(),
        estimate.n(),
        estimate.clusters(),
        estimate.method(),
        estimate.reason());
  }

  /**
   * Which way the number behind a check is better. Those of the weakest source or kind of pair are
   * of other parts in every audit, and of sanity checks there is nothing to compare.
   */
  static Better of(String check) {
    return switch (check) {
      case "surer-is-righter",
          "as-good-as-a-person",
          "honesty-beats-coin",
          "honesty-beats-length",
          "traps-beats-coin",
          "traps-beats-length",
          "better-edits",
          "best-of-n",
          "gold-against-proxy",
          "same-when-retrained" ->
          HIGHER;
      case "worse-edits",
          "withstands-search",
          "different-mistakes",
          "no-larger-is-better",
          "worth-its-size" ->
          LOWER;
      case "same-edits", "not-a-length-counter" -> NEAR_ZERO;
      default -> check.startsWith("beats-") ? HIGHER : NEITHER;
    };
  }
}
