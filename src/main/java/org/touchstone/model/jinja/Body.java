package org.touchstone.model.jinja;

import java.util.List;

/** Statements one after another, each with its line. */
record Body(List<Located> statements) {

  /** A statement and its line, counted from 1. */
  record Located(Statement statement, int line) {}

  Statement.Ending execute(Scope scope, Output out) {
    scope.budget().enter();
    Statement.Ending ending = Statement.Ending.NORMAL;
    for (Located located : statements) {
      try {
        scope.budget().spend(1);
        ending = located.statement().execute(scope, out);
      } catch (TemplateException e) {
        throw e.at(located.line());
      }

      if (ending != Statement.Ending.NORMAL) {
        break;
      }
    }

    scope.budget().leave();
    return ending;
  }

  boolean isEmpty() {
    return statements.isEmpty();
  }
}
