package org.touchstone.report;

import org.jspecify.annotations.Nullable;

/**
 * One judged pair shown to the reader.
 *
 * @param comparisonId the row it comes from
 * @param occurrence which of the exact repeats of that row
 * @param source where the row came from
 * @param chosenReward reward of the reply that people preferred, in logits
 * @param rejectedReward reward of the other reply, in logits
 * @param confidence probability that the model gave to its own choice
 * @param chosenWords words of the preferred reply
 * @param rejectedWords words of the other
 * @param prompt what was asked; null if excerpts are off
 * @param chosen the preferred reply; null if excerpts are off
 * @param rejected the other reply; null if excerpts are off
 */
public record Example(
    String comparisonId,
    int occurrence,
    String source,
    double chosenReward,
    double rejectedReward,
    double confidence,
    int chosenWords,
    int rejectedWords,
    @Nullable String prompt,
    @Nullable String chosen,
    @Nullable String rejected) {}
