package org.touchstone.model.jinja;

/** Says in one sentence why a template cannot be read or rendered, and where in it. */
public final class TemplateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;
  private final int line;

  /** Makes an error whose place is not known yet. */
  TemplateException(String reason) {
    this(reason, 0);
  }

  /** Makes an error at a line of the template, counted from 1. */
  TemplateException(String reason, int line) {
    super(line == 0 ? reason : reason + " (line " + line + " of the template)");
    this.reason = reason;
    this.line = line;
  }

  /**
   * Returns the sentence alone; where the template itself refuses, these are its own words.
   *
   * @return the sentence without the place
   */
  public String reason() {
    return reason;
  }

  /**
   * Returns the place.
   *
   * @return a line of the template, counted from 1, or 0 if there is none
   */
  public int line() {
    return line;
  }

  /** Adds a place, unless a statement further in has already done so. */
  TemplateException at(int place) {
    return line == 0 ? new TemplateException(reason, place) : this;
  }
}
