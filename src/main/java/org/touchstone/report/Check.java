package org.touchstone.report;

/**
 * One question with its answer.
 *
 * @param id stable name, kebab-case
 * @param question what is asked, for a reader without statistics
 * @param verdict the answer in a word
 * @param estimate the number behind it
 * @param format how that number is written
 * @param threshold what would have been a pass, in words
 * @param sentence the answer in a sentence; of a check that could not be made, the reason
 * @param section id of the section that tells more
 */
public record Check(
    String id,
    String question,
    Verdict verdict,
    Estimate estimate,
    Format format,
    String threshold,
    String sentence,
    String section) {}
