package org.touchstone.audit.edit;

import java.util.Optional;
import java.util.SplittableRandom;

/** One rule that edits a reply, and the verdict of a careful person on what it does. */
public interface Edit {

  /**
   * Returns the name by which results are stored; it never changes.
   *
   * @return lower-case words joined by hyphens
   */
  String name();

  /**
   * Returns what the rule does, for the report.
   *
   * @return one short phrase, such as "an invented citation is appended"
   */
  String what();

  /**
   * Returns the verdict on the edited reply, compared with the original.
   *
   * @return worse, same or better
   */
  Expected expected();

  /**
   * Edits a reply.
   *
   * @param subject the reply and its conversation
   * @param random the only source of chance; the same state gives the same text
   * @return a text that is neither blank nor the reply itself; empty if the rule finds nothing to
   *     change
   */
  Optional<String> apply(Subject subject, SplittableRandom random);
}
