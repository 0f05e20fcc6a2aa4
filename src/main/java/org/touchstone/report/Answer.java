package org.touchstone.report;

import java.util.List;

/**
 * One of the questions on the first screen, answered by all its checks together.
 *
 * @param number place among the questions, from 1
 * @param id stable name, kebab-case
 * @param question what is asked, for a reader without statistics
 * @param verdict the worst of its checks, and NOT MEASURED without any: what was not measured is
 *     worse than a pass and better than a warning
 * @param sentence what the check with that verdict found; without checks, what there is to see, or
 *     what would be needed
 * @param checks ids of its checks
 * @param sections ids of the sections that tell more
 */
public record Answer(
    int number,
    String id,
    String question,
    Verdict verdict,
    String sentence,
    List<String> checks,
    List<String> sections) {

  /** Copies the lists. */
  public Answer {
    checks = List.copyOf(checks);
    sections = List.copyOf(sections);
  }

  /**
   * Answers from checks.
   *
   * @param number place among the questions, from 1
   * @param id stable name, kebab-case
   * @param question what is asked
   * @param unchecked the sentence if there is no check
   * @param checks its checks, the most important first
   * @param sections ids of the sections that tell more
   * @return the answer
   */
  public static Answer of(
      int number,
      String id,
      String question,
      String unchecked,
      List<Check> checks,
      List<String> sections) {
    Verdict verdict = Verdict.NOT_MEASURED;
    String sentence = unchecked;
    for (int i = 0; i < checks.size(); i++) {
      Check check = checks.get(i);
      if (i == 0 || check.verdict().worseThan(verdict)) {
        verdict = check.verdict();
        sentence = check.sentence();
      }
    }

    List<String> ids = checks.stream().map(Check::id).toList();
    return new Answer(number, id, question, verdict, sentence, ids, sections);
  }
}
