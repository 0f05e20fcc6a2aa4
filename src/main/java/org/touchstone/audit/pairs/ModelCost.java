package org.touchstone.audit.pairs;

import org.jspecify.annotations.Nullable;

/**
 * What a model costs, as far as it is known.
 *
 * @param model its name
 * @param parameters how many numbers it consists of; null if unknown
 * @param learnedFrom comparisons that it was trained on; null if unknown
 * @param trainingCoreSeconds cores times seconds of its training, without models beside it; null if
 *     unknown
 * @param repliesPerTaskSecond replies that one task gives a reward in a second, model loaded; null
 *     if unknown
 */
public record ModelCost(
    String model,
    @Nullable Long parameters,
    @Nullable Long learnedFrom,
    @Nullable Double trainingCoreSeconds,
    @Nullable Double repliesPerTaskSecond) {}
