package org.touchstone.report;

import com.fasterxml.jackson.annotation.JsonValue;

/** The outcome of a check. What could not be measured is never a pass. */
public enum Verdict {
  PASS,
  WARN,
  FAIL,
  NOT_MEASURED;

  /**
   * Returns the words shown to people and written to {@code report.json}.
   *
   * @return such as {@code NOT MEASURED}
   */
  @JsonValue
  public String words() {
    return name().replace('_', ' ');
  }
}
