package org.touchstone.agreement;

/** What a person said of two replies. */
public enum Choice {
  /** The first is better. */
  FIRST,
  /** The second is better. */
  SECOND,
  /** Neither is better. */
  TIE
}
