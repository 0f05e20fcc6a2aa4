package org.touchstone.ingest;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;

/**
 * What became of all records: {@code records = compared + joined + refused}.
 *
 * @param compared records of which each is one or more comparisons by itself
 * @param joined records that are comparisons only beside others of their prompt
 * @param refused records that are none
 * @param comparisons that were made
 * @param characters what became of the texts
 */
public record IngestCounts(
    long compared, long joined, long refused, long comparisons, Characters characters)
    implements Serializable {

  private static final IngestCounts NONE = new IngestCounts(0, 0, 0, 0, Characters.NONE);

  static IngestCounts of(JavaRDD<Parsed> parsed) {
    return parsed.aggregate(NONE, IngestCounts::with, IngestCounts::plus);
  }

  private static IngestCounts with(IngestCounts counts, Parsed parsed) {
    boolean refused = parsed.refused() != null;
    boolean single = !refused && parsed.records() == 1;
    return counts.plus(
        new IngestCounts(
            single ? 1 : 0,
            refused || single ? 0 : parsed.records(),
            refused ? parsed.records() : 0,
            parsed.comparison() == null ? 0 : 1,
            parsed.characters()));
  }

  private IngestCounts plus(IngestCounts other) {
    return new IngestCounts(
        compared + other.compared,
        joined + other.joined,
        refused + other.refused,
        comparisons + other.comparisons,
        characters.plus(other.characters));
  }
}
