package org.touchstone.statistics;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** The counts of one group of rows, by measure. */
final class Tallies {

  private static final List<Measure> LENGTHS =
      List.of(
          Measure.PROMPT_TURNS,
          Measure.PROMPT_WORDS,
          Measure.PROMPT_CHARACTERS,
          Measure.REPLY_TURNS,
          Measure.REPLY_WORDS,
          Measure.REPLY_CHARACTERS,
          Measure.CHOSEN_WORDS,
          Measure.REJECTED_WORDS,
          Measure.CHOSEN_CHARACTERS,
          Measure.REJECTED_CHARACTERS);

  private final Map<Measure, Histogram> histograms = new EnumMap<>(Measure.class);

  /** Adds a row as summed over partitions. */
  void add(Row row) {
    histogram(Measure.valueOf(row.getAs(TallyRows.MEASURE)))
        .add(
            row.<Long>getAs(TallyRows.COUNT),
            row.<Long>getAs(TallyRows.SUM),
            row.<Long>getAs(TallyRows.LEAST),
            row.<Long>getAs(TallyRows.MOST));
  }

  /**
   * Returns the statistics of the group.
   *
   * @param distinctPrompts counted apart, since distinct values cannot be added up
   * @param promptClusters as distinctPrompts; null if there are none
   */
  GroupStatistics statistics(long distinctPrompts, @Nullable Long promptClusters) {
    Map<String, Long> duplicates = new LinkedHashMap<>();
    duplicates.put("exact", count(Measure.DUPLICATE_EXACT));
    duplicates.put("near", count(Measure.DUPLICATE_NEAR));
    duplicates.put("swapped", count(Measure.DUPLICATE_SWAPPED));
    Map<String, Lengths> lengths = new LinkedHashMap<>();
    for (Measure measure : LENGTHS) {
      if (count(measure) > 0) {
        lengths.put(measure.label(), histogram(measure).lengths());
      }
    }

    Map<String, LengthBias> bias = new LinkedHashMap<>();
    bias.put("words", wordBias());
    bias.put("characters", characterBias());
    return new GroupStatistics(
        count(Measure.ROWS),
        distinctPrompts,
        promptClusters,
        count(Measure.REPLIES),
        count(Measure.JUDGEMENTS),
        count(Measure.TIES),
        duplicates,
        count(Measure.CONTRADICTORY_ROWS),
        lengths,
        bias);
  }

  private LengthBias wordBias() {
    return LengthBias.of(
        count(Measure.LONGER_WORDS),
        count(Measure.SHORTER_WORDS),
        count(Measure.SAME_WORDS),
        histogram(Measure.CHOSEN_WORDS),
        histogram(Measure.REJECTED_WORDS));
  }

  private LengthBias characterBias() {
    return LengthBias.of(
        count(Measure.LONGER_CHARACTERS),
        count(Measure.SHORTER_CHARACTERS),
        count(Measure.SAME_CHARACTERS),
        histogram(Measure.CHOSEN_CHARACTERS),
        histogram(Measure.REJECTED_CHARACTERS));
  }

  private long count(Measure measure) {
    return histogram(measure).count();
  }

  private Histogram histogram(Measure measure) {
    return histograms.computeIfAbsent(measure, key -> new Histogram());
  }
}
