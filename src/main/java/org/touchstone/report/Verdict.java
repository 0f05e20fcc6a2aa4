package org.touchstone.report;

import com.fasterxml.jackson.annotation.JsonValue;

/** The outcome of a check, the best first. What could not be measured is never a pass. */
public enum Verdict {
  PASS,
  NOT_MEASURED,
  WARN,
  FAIL;

  /**
   * Returns the words shown to people and written to {@code report.json}.
   *
   * @return such as {@code NOT MEASURED}
   */
  @JsonValue
  public String words() {
    return name().replace('_', ' ');
  }

  /**
   * Returns whether this asks for more attention than another.
   *
   * @param other the other
   * @return true if it comes later in the order of this enum
   */
  public boolean worseThan(Verdict other) {
    return compareTo(other) > 0;
  }
}
