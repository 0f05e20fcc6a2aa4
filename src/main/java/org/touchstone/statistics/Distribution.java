package org.touchstone.statistics;

/**
 * The distribution of numbers, each to three significant digits, in the unit of the source.
 *
 * @param count how many
 * @param mean of all
 * @param standardDeviation with count - 1
 * @param least smallest
 * @param p05 5 % are at or below it
 * @param p25 as p05
 * @param median as p05
 * @param p75 as p05
 * @param p95 as p05
 * @param most largest
 */
public record Distribution(
    long count,
    double mean,
    double standardDeviation,
    double least,
    double p05,
    double p25,
    double median,
    double p75,
    double p95,
    double most) {}
