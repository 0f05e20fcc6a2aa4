package org.touchstone.model.jinja;

import java.util.Iterator;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A loop.
 *
 * @param target what takes each element
 * @param elements what is gone through
 * @param test which elements count, null for all
 * @param body what is done for each
 * @param otherwise what is done if the body never came to its end
 * @param isRecursive whether the body may call {@code loop}
 */
record ForStatement(
    Target target,
    Expression elements,
    @Nullable Expression test,
    Body body,
    Body otherwise,
    boolean isRecursive)
    implements Statement {

  @Override
  public Ending execute(Scope scope, Output out) {
    Object value = elements.in(scope);
    if (!isRecursive) {
      return run(value, scope, out, 0);
    }

    out.write(text(value, scope, 0));
    return Ending.NORMAL;
  }

  private String text(Object value, Scope scope, int depth) {
    Output inner = new Output(scope.budget());
    run(value, scope, inner, depth);
    return inner.text();
  }

  private Ending run(Object value, Scope scope, Output out, int depth) {
    Loop loop = new Loop(elements(value, scope), length(value), depth, recursion(scope, depth));
    boolean hasRun = false;
    while (loop.hasNext()) {
      Scope inner = scope.inner();
      Object element = loop.next();
      inner.set("loop", loop);
      target.assign(inner, element);
      Ending ending = body.execute(inner, out);
      if (ending == Ending.BREAK) {
        break;
      }

      hasRun |= ending == Ending.NORMAL;
    }

    return hasRun ? Ending.NORMAL : otherwise.execute(scope.inner(), out);
  }

  private @Nullable Callable recursion(Scope scope, int depth) {
    return isRecursive
        ? (caller, arguments) ->
            text(arguments.bind("loop", 1, "iterable").get(0), scope, depth + 1)
        : null;
  }

  private OptionalInt length(Object value) {
    return test == null ? Values.size(value) : OptionalInt.empty();
  }

  private Iterator<Object> elements(Object value, Scope scope) {
    Iterator<Object> all = Values.iterator(value);
    Expression condition = test;
    if (condition == null) {
      return all;
    }

    return new SelectionFilters.Kept(
        all,
        element -> {
          Scope inner = scope.inner();
          target.assign(inner, element);
          return Values.isTrue(condition.in(inner));
        });
  }
}
