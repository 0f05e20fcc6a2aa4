package org.touchstone.model;

import java.util.HashMap;
import java.util.Map;

/** Counts of words as they come from elsewhere. */
final class WordCounts {

  private WordCounts() {}

  /** Sums the counts of equal words, drops those with none, and refuses negative ones. */
  static Map<String, Long> summed(Iterable<Map.Entry<String, Long>> wordCounts) {
    Map<String, Long> summed = new HashMap<>();
    for (Map.Entry<String, Long> entry : wordCounts) {
      if (entry.getValue() < 0) {
        throw new IllegalArgumentException(
            "Cannot count word \"%s\": its count is %d, must be at least 0"
                .formatted(entry.getKey(), entry.getValue()));
      }

      if (entry.getValue() > 0) {
        summed.merge(entry.getKey(), entry.getValue(), Long::sum);
      }
    }

    return summed;
  }
}
