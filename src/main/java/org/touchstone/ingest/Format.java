package org.touchstone.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The formats of feedback that can be read: each is one reader and one line here. */
public enum Format {
  /** {@code chosen} and {@code rejected}, each a whole dialogue with marked turns. */
  @JsonProperty("hh-rlhf")
  HH_RLHF(new TranscriptReader());

  private final RecordReader reader;

  Format(RecordReader reader) {
    this.reader = reader;
  }

  RecordReader reader() {
    return reader;
  }
}
