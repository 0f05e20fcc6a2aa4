package org.touchstone.model.jinja;

/** Something that a template can call: a method, a macro or one of the functions given to it. */
@FunctionalInterface
interface Callable {

  Object call(Scope scope, Arguments arguments);
}
