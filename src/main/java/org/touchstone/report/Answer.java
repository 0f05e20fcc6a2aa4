package org.touchstone.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the questions on the first screen, answered by all its checks together.
 *
 * @param number place among the questions, from 1
 * @param id stable name, kebab-case
 * @param question what is asked, for a reader without statistics
 * @param verdict the worst of its checks: what was not measured is worse than a pass and better
 *     than a warning; null where there is something to read and nothing to pass
 * @param sentence what the check with that verdict found; without checks, what there is to see, or
 *     what would be needed
 * @param checks ids of its checks
 * @param sections ids of the sections that tell more
 */
public record Answer(
    int number,
    String id,
    String question,
    @Nullable Verdict verdict,
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
    List<String> ids = checks.stream().map(Check::id).toList();
    if (checks.isEmpty()) {
      Verdict verdict = sections.isEmpty() ? Verdict.NOT_MEASURED : null;
      return new Answer(number, id, question, verdict, unchecked, ids, sections);
    }

    Check worst = checks.get(0);
    for (Check check : checks) {
      worst = check.verdict().worseThan(worst.verdict()) ? check : worst;
    }

    return new Answer(number, id, question, worst.verdict(), worst.sentence(), ids, sections);
  }
}
