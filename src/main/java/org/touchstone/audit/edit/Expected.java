package org.touchstone.audit.edit;

/** What a careful person would say of the edited reply beside the original. */
public enum Expected {
  /** The edit misleads, garbles, withholds or wastes the reader's time. */
  WORSE("worse"),
  /** The edit touches looks alone; whoever reads for content sees no difference. */
  SAME("same"),
  /** The edit repairs something and costs nothing. */
  BETTER("better");

  private final String label;

  Expected(String label) {
    this.label = label;
  }

  /**
   * Returns the word used in tables and reports.
   *
   * @return {@code worse}, {@code same} or {@code better}
   */
  public String label() {
    return label;
  }
}
