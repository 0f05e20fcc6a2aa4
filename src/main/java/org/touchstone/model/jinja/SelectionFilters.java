package org.touchstone.model.jinja;

import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Filters that ask something of each element, one by one as they are needed. */
final class SelectionFilters {

  private SelectionFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("default", SelectionFilters::otherwise);
    filters.put("d", SelectionFilters::otherwise);
    filters.put("attr", SelectionFilters::attribute);
    filters.put("map", SelectionFilters::map);
    filters.put("select", (scope, value, arguments) -> kept(value, test(scope, arguments)));
    filters.put(
        "reject", (scope, value, arguments) -> kept(value, test(scope, arguments).negate()));
    filters.put(
        "selectattr", (scope, value, arguments) -> kept(value, attributeTest(scope, arguments)));
    filters.put(
        "rejectattr",
        (scope, value, arguments) -> kept(value, attributeTest(scope, arguments).negate()));
  }

  private static Object otherwise(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("default", 0, "default_value", "boolean");
    boolean isMissing = value instanceof Undefined || bound.isTrue(1) && !Values.isTrue(value);
    return isMissing ? bound.or(0, "") : value;
  }

  private static Object attribute(Scope scope, Object value, Arguments arguments) {
    String name = arguments.bind("attr", 1, "name").text(0);
    Object own = Attributes.own(value, name);
    return own == null ? Undefined.member(value, name) : own;
  }

  private static Object map(Scope scope, Object value, Arguments arguments) {
    if (!Values.isTrue(value)) {
      return generator(Collections.emptyIterator());
    }

    Function<Object, Object> change;
    if (arguments.positional().isEmpty() && arguments.named().containsKey("attribute")) {
      Arguments.Bound bound = arguments.bind("map", 0, "attribute", "default");
      change = item -> found(scope, item, bound);
    } else if (arguments.positional().isEmpty()) {
      throw new TemplateException("map requires a filter argument");
    } else {
      String name = Representation.printed(scope.budget(), arguments.positional().get(0));
      change = item -> Filters.apply(scope, name, item, arguments.from(1));
    }

    Iterator<Object> items = Values.iterator(value);
    return generator(
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return items.hasNext();
          }

          @Override
          public Object next() {
            scope.budget().spend(1);
            return change.apply(items.next());
          }
        });
  }

  private static Object found(Scope scope, Object item, Arguments.Bound bound) {
    Object found = Attributes.path(scope.budget(), item, bound.get(0));
    return found instanceof Undefined && !bound.isNone(1) ? bound.get(1) : found;
  }

  private static Predicate<Object> test(Scope scope, Arguments arguments) {
    if (arguments.positional().isEmpty()) {
      return Values::isTrue;
    }

    String name = Representation.printed(scope.budget(), arguments.positional().get(0));
    return item -> Checks.holds(scope, name, item, arguments.from(1));
  }

  private static Predicate<Object> attributeTest(Scope scope, Arguments arguments) {
    if (arguments.positional().isEmpty()) {
      throw new TemplateException("Missing parameter for attribute name");
    }

    Object path = arguments.positional().get(0);
    Predicate<Object> test = test(scope, arguments.from(1));
    return item -> test.test(Attributes.path(scope.budget(), item, path));
  }

  private static Object generator(Iterator<Object> items) {
    return new Generator("generator", items);
  }

  private static Object kept(Object value, Predicate<Object> test) {
    return generator(
        Values.isTrue(value)
            ? new Kept(Values.iterator(value), test)
            : Collections.emptyIterator());
  }

  /** The elements that pass a test. */
  static final class Kept implements Iterator<Object> {

    private final Iterator<Object> items;
    private final Predicate<Object> test;
    private @Nullable Object next;

    Kept(Iterator<Object> items, Predicate<Object> test) {
      this.items = items;
      this.test = test;
    }

    @Override
    public boolean hasNext() {
      while (next == null && items.hasNext()) {
        Object item = items.next();
        next = test.test(item) ? item : null;
      }

      return next != null;
    }

    @Override
    public Object next() {
      Object item = hasNext() ? next : null;
      if (item == null) {
        throw new NoSuchElementException();
      }

      next = null;
      return item;
    }
  }
}
