package org.touchstone.split.leak;

import java.util.Map;

/**
 * What the search for near duplicates on different sides found.
 *
 * @param method how it was searched, with its version
 * @param similarity least Jaccard similarity that was searched for
 * @param texts distinct normalised prompts and openings
 * @param verifiedPairs pairs of different texts that were compared shingle by shingle
 * @param pairs pairs of texts on different sides that are equal or similar
 * @param pairsBySides the same for each two splits, as {@code train/test}; two that share nothing
 *     have 0
 * @param rowsNearTraining rows of each split but the first with a text like one of the first
 * @param textsNotSearchedToTheEnd texts for which some pairs were left out, because too many texts
 *     share a shingle with them; 0 means that the search was exhaustive
 * @param rowsWithoutText rows that say nothing, and so were not searched
 */
public record LeakCounts(
    String method,
    double similarity,
    long texts,
    long verifiedPairs,
    long pairs,
    Map<String, Long> pairsBySides,
    Map<String, Long> rowsNearTraining,
    long textsNotSearchedToTheEnd,
    long rowsWithoutText) {}
