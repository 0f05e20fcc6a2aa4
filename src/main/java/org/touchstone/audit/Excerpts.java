package org.touchstone.audit;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much of people's texts a report shows; one switch for every place that shows any. */
public enum Excerpts {
  /** Ids and numbers only. */
  @JsonProperty("none")
  NONE(0),
  /** The first few hundred characters of each reply, the last of the prompt. */
  @JsonProperty("short")
  SHORT(400),
  /** Whole texts, up to a length that keeps the page under 2 MB. */
  @JsonProperty("full")
  FULL(8_000);

  private final int maxCharacters;

  Excerpts(int maxCharacters) {
    this.maxCharacters = maxCharacters;
  }

  /**
   * Returns the longest text shown.
   *
   * @return characters (Unicode code points)
   */
  public int maxCharacters() {
    return maxCharacters;
  }
}
