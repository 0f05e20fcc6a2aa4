package org.touchstone.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/**
 * What a job reports of its work.
 *
 * @param in what was read
 * @param out what was written
 * @param dropped what was left out, by reason, in the unit of what was read
 * @param results what was found, for the manifest
 * @param summary one line for the person who waits
 */
record Outcome(Count in, Count out, Map<String, Long> dropped, JsonNode results, String summary) {

  /** What a job counts. */
  enum Unit {
    /** Records of files that no job of ours wrote, and rows of any table. */
    ROWS,
    /** Rows of the comparisons table: one prompt with two replies or more, and their ranks. */
    COMPARISONS,
    /** Pairs of replies that comparisons imply: three ranked replies are three judgements. */
    JUDGEMENTS,
    /** Texts that a model gave a reward. */
    REPLIES,
    /** Entries of a vocabulary. */
    TOKENS,
    /** Model artifacts. */
    MODELS;

    /** The name in a manifest. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A number with its unit.
   *
   * @param number how many
   * @param unit of what
   */
  record Count(long number, Unit unit) {

    static Count of(long number, Unit unit) {
      return new Count(number, unit);
    }

    /** Such as "1,129 judgements" or "1 model". */
    String words() {
      String plural = unit.label();
      return String.format(
          Locale.ROOT,
          "%,d %s",
          number,
          number == 1 ? plural.replaceFirst("ies$", "y").replaceFirst("s$", "") : plural);
    }
  }
}
