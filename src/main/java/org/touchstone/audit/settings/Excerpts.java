package org.touchstone.audit.settings;

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

  private static final String CUT = "…";

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

  /** The start of a text, as much as may be shown. */
  public String start(String text) {
    return start(text, maxCharacters);
  }

  /**
   * The start of a text, at most so many characters (Unicode code points) and a mark of the cut.
   */
  public String start(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most)) + CUT;
  }

  /** The end of a text, which of a prompt is what the replies answer. */
  public String end(String text) {
    return text.codePointCount(0, text.length()) <= maxCharacters
        ? text
        : CUT + text.substring(text.offsetByCodePoints(text.length(), -maxCharacters));
  }
}
