package org.touchstone.model.jinja;

/** What stands behind a {@code |}: makes another value of a value. */
@FunctionalInterface
interface Filter {

  Object apply(Scope scope, Object value, Arguments arguments);
}
