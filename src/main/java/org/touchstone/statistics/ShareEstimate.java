package org.touchstone.statistics;

import org.jspecify.annotations.Nullable;

/**
 * A share with its 95 % interval over prompts, each with all its rows.
 *
 * <p>A prompt is one with exactly the same turns. Prompts that are alike and not the same count as
 * independent, so where many are, the interval is too narrow: drop near duplicates first.
 *
 * @param value successes over trials
 * @param low lower end; null with fewer than 10 prompts
 * @param high upper end; null as low
 * @param standardError of the value, rows of a prompt not taken as independent; null as low
 * @param successes how many; a half where neither is one
 * @param trials of how many
 * @param prompts independent prompts among them
 */
public record ShareEstimate(
    double value,
    @Nullable Double low,
    @Nullable Double high,
    @Nullable Double standardError,
    double successes,
    long trials,
    long prompts) {}
