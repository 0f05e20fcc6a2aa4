package org.touchstone.statistics;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of some rows.
 *
 * @param rows comparisons
 * @param distinctPrompts prompts that differ in some turn
 * @param promptClusters clusters of like prompts; null if the rows were not deduplicated
 * @param replies candidates over all rows
 * @param judgements pairs of replies that the rows imply, ties included
 * @param ties those of equal rank
 * @param duplicates rows that repeat another, by kind
 * @param contradictoryRows rows with a judgement that another row contradicts
 * @param lengths distributions, by what is counted: turns, words (runs without white space) and
 *     characters (code points) of prompts and replies
 * @param lengthBias by unit: words and characters
 */
public record GroupStatistics(
    long rows,
    long distinctPrompts,
    @Nullable Long promptClusters,
    long replies,
    long judgements,
    long ties,
    Map<String, Long> duplicates,
    long contradictoryRows,
    Map<String, Lengths> lengths,
    Map<String, LengthBias> lengthBias) {}
