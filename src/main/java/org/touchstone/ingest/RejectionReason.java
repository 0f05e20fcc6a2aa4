package org.touchstone.ingest;

import java.util.Locale;

/** Why a line did not become a comparison; tables hold the label. */
public enum RejectionReason {
  /** Not UTF-8, or an escaped half of a surrogate pair. */
  INVALID_TEXT,
  /** Longer than the settings allow. */
  TOO_LONG,
  /** Not one JSON object. */
  MALFORMED_JSON,
  /** A field that the format needs is not there. */
  MISSING_FIELD,
  /** A field that the format needs is null. */
  NULL_FIELD,
  /** A field has another type than the format says. */
  WRONG_TYPE,
  /** A field is blank, or the last turn of a side is. */
  EMPTY_TEXT,
  /** A dialogue does not begin with a known speaker. */
  UNKNOWN_MARKER,
  /** A dialogue does not end with the assistant. */
  WRONG_LAST_ROLE,
  /** Both sides say the same. */
  IDENTICAL_SIDES;

  /**
   * Returns the name used in tables.
   *
   * @return the name in kebab-case, such as {@code identical-sides}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
