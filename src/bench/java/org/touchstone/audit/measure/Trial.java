package org.touchstone.audit.measure;

/**
 * What many made worlds say of the audit's statistics.
 *
 * @param metric which of them
 * @param value the measured value
 * @param of what was simulated, in words
 */
public record Trial(String metric, double value, String of) {}
