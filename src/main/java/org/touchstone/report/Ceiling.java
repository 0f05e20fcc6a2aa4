package org.touchstone.report;

/**
 * How far people agree with one another, or what follows from it for the best that anybody could
 * reach: a line beside the models in the table of key numbers.
 *
 * @param name for people
 * @param share of judgements; without an interval where it was stated and not measured, without a
 *     value where nothing is known
 * @param note what the share is of, in a phrase
 */
public record Ceiling(String name, Estimate share, String note) {}
