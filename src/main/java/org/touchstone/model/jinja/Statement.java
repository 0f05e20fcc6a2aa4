package org.touchstone.model.jinja;

/** A part of a template that does something. */
interface Statement {

  /** How a statement ended. */
  enum Ending {
    NORMAL,
    BREAK,
    CONTINUE
  }

  Ending execute(Scope scope, Output out);
}
