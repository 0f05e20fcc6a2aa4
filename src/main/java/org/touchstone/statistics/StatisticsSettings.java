package org.touchstone.statistics;

/**
 * What bounds the work.
 *
 * @param maxSources sources kept apart, those with most rows; all others are counted as one
 * @param maxPairsPerPrompt pairs of replies over all rows of a prompt; above it, the prompt is left
 *     out of agreement, cycles and scores
 * @param maxAnnotators of each source that have a record of their own, those with most rows
 * @param pairedAnnotators of these that are compared pair by pair
 * @param openings most frequent openings and clusters shown
 * @param texts whether any text of the corpus may be kept and shown
 */
public record StatisticsSettings(
    int maxSources,
    int maxPairsPerPrompt,
    int maxAnnotators,
    int pairedAnnotators,
    int openings,
    Texts texts) {

  /** Whether results hold texts of the corpus. */
  public enum Texts {
    /** Ids and numbers only. */
    NONE,
    /**
     * A few example rows, cut to 400 characters a text, and the most frequent openings; personal
     * data masked.
     */
    SHORT
  }

  /** As in {@code conf/statistics.yaml}. */
  public static final StatisticsSettings USUAL =
      new StatisticsSettings(64, 500_000, 500, 30, 20, Texts.SHORT);

  /** Refuses bounds that keep nothing. */
  public StatisticsSettings {
    atLeast("max-sources", maxSources, 1);
    atLeast("max-pairs-per-prompt", maxPairsPerPrompt, 1);
    atLeast("max-annotators", maxAnnotators, 0);
    atLeast("paired-annotators", pairedAnnotators, 0);
    atLeast("openings", openings, 0);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "Cannot count with %s = %d: at least %d needed".formatted(name, value, least));
    }
  }
}
