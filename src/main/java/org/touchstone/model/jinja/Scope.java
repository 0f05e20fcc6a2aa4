package org.touchstone.model.jinja;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of one block of a template. What is set in it is seen in the blocks within it and
 * is gone with it.
 */
final class Scope {

  private final @Nullable Scope outer;
  private final Budget budget;
  private final Map<String, Object> variables = new HashMap<>();

  private Scope(@Nullable Scope outer, Budget budget) {
    this.outer = outer;
    this.budget = budget;
  }

  /** Opens the outermost scope of one rendering. */
  static Scope of(Map<String, Object> variables) {
    Scope scope = new Scope(null, new Budget());
    scope.variables.putAll(variables);
    return scope;
  }

  /** Opens a scope within this one. */
  Scope inner() {
    return new Scope(this, budget);
  }

  Budget budget() {
    return budget;
  }

  void set(String name, Object value) {
    variables.put(name, value);
  }

  Object get(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Object value = scope.variables.get(name);
      if (value != null) {
        return value;
      }
    }

    return Undefined.name(name);
  }

  /** Returns the scope that a whole template shares. */
  Scope outermost() {
    Scope scope = this;
    while (scope.outer != null && scope.outer.outer != null) {
      scope = scope.outer;
    }

    return scope;
  }
}
