package org.touchstone.statistics;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * One number of one group of rows.
 *
 * @param kind by what rows are grouped
 * @param source empty for all
 * @param split empty for all
 * @param language empty for all
 * @param measure its name, one of {@link Measures#NAMES}
 * @param value the number
 * @param low lower end of its 95 % interval; null if there is none
 * @param high upper end; null as low
 * @param n what it rests on: rows, replies, judgements, items, ratings or margins
 */
public record GroupMeasure(
    GroupKind kind,
    String source,
    String split,
    String language,
    String measure,
    double value,
    @Nullable Double low,
    @Nullable Double high,
    long n)
    implements Serializable {}
