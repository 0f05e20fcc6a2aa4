package org.touchstone.conversation;

import java.util.Locale;

/** Why a record did not become a comparison; tables hold the label. */
public enum RejectionReason {
  /** Not UTF-8, or an escaped half of a surrogate pair. */
  INVALID_TEXT,
  /** Longer than the settings allow. */
  TOO_LONG,
  /** Not one JSON object. */
  MALFORMED_JSON,
  /** Not a row of CSV, or one with more or fewer cells than the header. */
  MALFORMED_CSV,
  /** A field that the format needs is not there. */
  MISSING_FIELD,
  /** A field that the format needs is null. */
  NULL_FIELD,
  /** A field has another type than the format says. */
  WRONG_TYPE,
  /** A field has a value that the format does not know, such as a label of neither side. */
  UNKNOWN_VALUE,
  /** A list has another length than the format needs. */
  WRONG_LENGTH,
  /** A field is blank, or the last turn of a side is. */
  EMPTY_TEXT,
  /** A dialogue does not begin with a known speaker. */
  UNKNOWN_MARKER,
  /** A text that begins like printed messages and cannot be parsed, such as one cut off. */
  UNPARSABLE_STRUCTURE,
  /** Images, sound or film, of which only the text could be read. */
  IMAGES,
  /** A message has a role that is none of system, user, assistant, tool. */
  UNKNOWN_ROLE,
  /** A dialogue does not end with the assistant. */
  WRONG_LAST_ROLE,
  /** Two replies that are ranked differently say the same. */
  IDENTICAL_SIDES,
  /** A rated reply whose prompt has no other. */
  LONE_REPLY,
  /** A rated reply that an earlier record holds with the same rating. */
  REPEATED_REPLY,
  /** A rated reply that another record holds with another rating by the same annotator. */
  CONTRADICTORY_RATING;

  /**
   * Returns the name used in tables.
   *
   * @return the name in kebab-case, such as {@code identical-sides}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
