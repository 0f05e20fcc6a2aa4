package org.touchstone.audit;

import java.util.List;
import org.touchstone.report.Check;
import org.touchstone.report.Section;

/**
 * One chapter of the audit: looks at the evidence and answers. A new one is a class of its own and
 * a line in {@link #ALL}; the page draws any section, so nothing else changes.
 */
interface Measure {

  /** The measures in the order of the report. */
  List<Measure> ALL =
      List.of(
          new Agreement(),
          new BySource(),
          new Sureness(),
          new Margins(),
          new LengthBias(),
          new ConfidentMistakes(),
          new Sanity());

  /**
   * What a measure found.
   *
   * @param section the chapter
   * @param checks its questions, for the table on the first screen
   */
  record Finding(Section section, List<Check> checks) {}

  /** Looks at the evidence. */
  Finding of(Evidence evidence);
}
