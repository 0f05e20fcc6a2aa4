package org.touchstone.statistics;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of some rows.
 *
 * @param rows comparisons
 * @param distinctPrompts prompts that differ in some turn, those without a turn not counted
 * @param promptClusters clusters of like prompts, to 0.8 % above some hundreds; null if the rows
 *     were not deduplicated
 * @param replies candidates over all rows
 * @param judgements pairs of replies that the rows imply, ties included
 * @param ties those of equal rank
 * @param duplicates rows that repeat another, by kind
 * @param contradictoryRows rows with a judgement that another row contradicts, as deduplicate found
 * @param lengths distributions, by what is counted: turns, words (runs without white space),
 *     characters (code points) and, where the table has them, tokens, of prompts and replies
 * @param lengthBias by unit: words and characters
 * @param repeats rows that are exact repeats of another
 * @param rowsWithoutPrompt rows whose prompt has no turn
 * @param distinctReplies to 0.8 % above some hundreds
 * @param languages rows by language
 * @param shares by name, with intervals over prompts
 * @param ratings as the source gives them; null without
 * @param margins as the source gives them; null without
 * @param promptWeights judgements over prompts
 * @param openingTurns rows over first user turns
 * @param refusals replies that decline
 * @param personalData patterns found
 * @param order cycles and contradictions
 * @param people agreement
 * @param frequent most frequent openings of prompts and replies, and clusters of prompts; of the
 *     whole corpus and of sources
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
    Map<String, LengthBias> lengthBias,
    long repeats,
    long rowsWithoutPrompt,
    long distinctReplies,
    Map<String, Long> languages,
    Map<String, ShareEstimate> shares,
    @Nullable Distribution ratings,
    @Nullable Distribution margins,
    Concentration promptWeights,
    Concentration openingTurns,
    Declining refusals,
    PersonalDataCounts personalData,
    Order order,
    People people,
    Map<String, List<Frequent>> frequent) {}
