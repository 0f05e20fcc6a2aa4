package org.touchstone.audit.measure;

import org.touchstone.report.Estimate;
import org.touchstone.report.Verdict;

/** How an estimate becomes a word. */
public final class Judge {

  private Judge() {}

  /**
   * PASS if the whole interval lies above the bound, FAIL if the whole lies below, WARN if the
   * sample cannot tell, NOT MEASURED without an interval.
   */
  public static Verdict above(Estimate estimate, double bound) {
    if (!estimate.bounded()) {
      return Verdict.NOT_MEASURED;
    }

    return estimate.above(bound)
        ? Verdict.PASS
        : estimate.below(bound) ? Verdict.FAIL : Verdict.WARN;
  }

  /** The opposite of {@link #above}. */
  static Verdict below(Estimate estimate, double bound) {
    return switch (above(estimate, bound)) {
      case PASS -> Verdict.FAIL;
      case WARN -> Verdict.WARN;
      case FAIL -> Verdict.PASS;
      case NOT_MEASURED -> Verdict.NOT_MEASURED;
    };
  }

  /** Why an estimate has no interval. */
  public static String reason(Estimate estimate) {
    String reason = estimate.reason();
    return reason == null ? "no interval" : reason;
  }
}
