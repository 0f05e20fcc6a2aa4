package org.touchstone.statistics;

import java.util.Map;

/**
 * How often patterns of personal data occur; what they matched is kept nowhere.
 *
 * @param rows with any of them
 * @param rowsByKind rows with each kind: email, iban, card, ip, phone
 * @param matchesByKind matches of each kind over prompts and replies
 */
public record PersonalDataCounts(
    long rows, Map<String, Long> rowsByKind, Map<String, Long> matchesByKind) {}
