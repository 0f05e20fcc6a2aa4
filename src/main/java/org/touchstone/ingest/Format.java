package org.touchstone.ingest;

/**
 * The formats of feedback that can be read: each is one reader and one line here. In settings,
 * {@code hh-rlhf}.
 */
public enum Format {
  /** {@code chosen} and {@code rejected}, each a whole dialogue with marked turns. */
  HH_RLHF(new TranscriptReader());

  private final RecordReader reader;

  Format(RecordReader reader) {
    this.reader = reader;
  }

  RecordReader reader() {
    return reader;
  }
}
