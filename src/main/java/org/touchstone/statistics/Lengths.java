package org.touchstone.statistics;

/**
 * The distribution of a count over texts; quantiles to three significant digits.
 *
 * @param count texts
 * @param total sum over all texts
 * @param mean total over count
 * @param standardDeviation with count - 1
 * @param least smallest value
 * @param p05 5 % of the texts are at or below it
 * @param p25 as p05
 * @param median as p05
 * @param p75 as p05
 * @param p95 as p05
 * @param p99 as p05
 * @param most largest value
 */
public record Lengths(
    long count,
    long total,
    double mean,
    double standardDeviation,
    long least,
    long p05,
    long p25,
    long median,
    long p75,
    long p95,
    long p99,
    long most) {}
