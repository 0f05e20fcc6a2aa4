package org.touchstone.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Whether what people said of the replies to one prompt can be an order.
 *
 * @param pairs two replies to one prompt that were judged
 * @param pairsJudgedAgain those judged more than once, exact repeats of a row not counted
 * @param contradictedPairs those with a preference on either side
 * @param triples three replies to one prompt, each pair decided by majority
 * @param cycles triples without an order: A beats B beats C beats A
 * @param cycleShare cycles over triples; 1/4 if coins were thrown; null without triples
 * @param promptsWithTriples prompts that have one
 * @param promptsWithCycles prompts that have a cycle of three
 * @param promptsWithoutOrder prompts that have a cycle of any length, such as A beats B beats C
 *     beats D beats A where A and C, and B and D, never met
 * @param repliesInCycles replies to one prompt on a cycle of any length
 * @param promptsLeftOut prompts with more pairs of replies than the cap, in none of these numbers
 */
public record Order(
    long pairs,
    long pairsJudgedAgain,
    long contradictedPairs,
    long triples,
    long cycles,
    @Nullable Double cycleShare,
    long promptsWithTriples,
    long promptsWithCycles,
    long promptsWithoutOrder,
    long repliesInCycles,
    long promptsLeftOut) {}
