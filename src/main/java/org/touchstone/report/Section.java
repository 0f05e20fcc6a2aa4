package org.touchstone.report;

import java.util.List;

/**
 * One chapter of a report.
 *
 * @param id stable name, kebab-case, unique in the report
 * @param title a few words
 * @param answer what was found, in a sentence or two
 * @param figures tables and charts
 * @param examples judged pairs, most telling first
 * @param cases texts whose rewards are telling
 * @param notes method and caveats, each a sentence or two, for a statistician
 */
public record Section(
    String id,
    String title,
    String answer,
    List<Figure> figures,
    List<Example> examples,
    List<ShownCase> cases,
    List<String> notes) {

  /** Copies the lists. */
  public Section {
    figures = List.copyOf(figures);
    examples = List.copyOf(examples);
    cases = List.copyOf(cases);
    notes = List.copyOf(notes);
  }

  /**
   * Makes a section without cases.
   *
   * @param id stable name, kebab-case, unique in the report
   * @param title a few words
   * @param answer what was found
   * @param figures tables and charts
   * @param examples judged pairs
   * @param notes method and caveats
   */
  public Section(
      String id,
      String title,
      String answer,
      List<Figure> figures,
      List<Example> examples,
      List<String> notes) {
    this(id, title, answer, figures, examples, List.of(), notes);
  }
}
