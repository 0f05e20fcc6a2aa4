package org.touchstone.statistics;

/**
 * Replies that decline to answer, see {@link Refusals}; how often they win is the share {@code
 * refusal-wins-share}.
 *
 * @param replies that decline, ties included
 * @param chosen judgements whose preferred reply declines
 * @param rejected judgements whose other reply declines
 */
public record Declining(long replies, long chosen, long rejected) {}
