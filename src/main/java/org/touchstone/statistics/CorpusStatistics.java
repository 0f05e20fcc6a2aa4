package org.touchstone.statistics;

import java.util.Map;

/**
 * The statistics of a corpus, as written to {@code statistics.json}.
 *
 * @param version what the numbers mean
 * @param total all rows
 * @param bySource the rows of each source
 * @param bySplit the rows of each split; empty if they are not split
 * @param bySourceAndSplit the rows of each source in each split; empty if they are not split
 * @param byLanguage the rows of each language
 * @param rejected lines that ingest rejected, by reason; empty if not given
 * @param versions of the rules behind the numbers
 */
public record CorpusStatistics(
    String version,
    GroupStatistics total,
    Map<String, GroupStatistics> bySource,
    Map<String, GroupStatistics> bySplit,
    Map<String, Map<String, GroupStatistics>> bySourceAndSplit,
    Map<String, GroupStatistics> byLanguage,
    Map<String, Long> rejected,
    Map<String, String> versions) {

  /** Written into every result. */
  public static final String VERSION = "statistics-v3";
}
