package org.touchstone.model.jinja;

/** A part of a template that has a value. */
interface Expression {

  /** Computes the value; callers go through {@link #in}, which counts the depth. */
  Object evaluate(Scope scope);

  /** Computes the value one level further in. */
  default Object in(Scope scope) {
    scope.budget().enter();
    Object value = evaluate(scope);
    scope.budget().leave();
    return value;
  }
}
