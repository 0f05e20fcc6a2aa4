package org.touchstone.ingest;

/** Whether the first row of CSV or TSV names the columns. */
public enum Header {
  /** It does if each of its cells looks like a name: different, short, of few words. */
  AUTO,
  /** It does. */
  PRESENT,
  /** It does not; columns are named 1, 2, ... */
  ABSENT
}
