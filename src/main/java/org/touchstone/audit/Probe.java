package org.touchstone.audit;

/**
 * Pairs that were made to test one thing, and how the model judged them.
 *
 * @param name for people
 * @param table the judged pairs
 */
record Probe(String name, PairTable table) {}
