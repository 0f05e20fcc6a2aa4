package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Filters that take a sequence apart or put it in order. */
final class SequenceFilters {

  private SequenceFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("length", (scope, value, arguments) -> (long) Values.length(value));
    filters.put("count", (scope, value, arguments) -> (long) Values.length(value));
    filters.put("list", (scope, value, arguments) -> Values.list(scope.budget(), value));
    filters.put("first", (scope, value, arguments) -> first(value));
    filters.put("last", (scope, value, arguments) -> last(scope, value));
    filters.put("reverse", (scope, value, arguments) -> reverse(scope, value));
    filters.put("items", (scope, value, arguments) -> items(value));
    filters.put("dictsort", SequenceFilters::sortedEntries);
    filters.put("sort", SequenceFilters::sort);
    filters.put("unique", SequenceFilters::unique);
    filters.put("min", (scope, value, arguments) -> extreme(scope, value, arguments, "min"));
    filters.put("max", (scope, value, arguments) -> extreme(scope, value, arguments, "max"));
    filters.put("batch", SequenceFilters::batch);
    filters.put("slice", SequenceFilters::slice);
    filters.put("groupby", SequenceFilters::group);
  }

  private static Object first(Object value) {
    Iterator<Object> items = Values.iterator(value);
    return items.hasNext() ? items.next() : new Undefined("No first item, sequence was empty.");
  }

  private static Object last(Scope scope, Object value) {
    if (value instanceof Generator) {
      throw new TemplateException("'" + Values.typeName(value) + "' object is not reversible");
    }

    List<Object> items = Values.list(scope.budget(), value);
    return items.isEmpty()
        ? new Undefined("No last item, sequence was empty.")
        : items.get(items.size() - 1);
  }

  private static Object reverse(Scope scope, Object value) {
    if (Text.isText(value)) {
      return Slices.of(scope.budget(), value, None.NONE, None.NONE, -1L);
    }

    if (!Values.isIterable(value)) {
      throw new TemplateException("argument must be iterable");
    }

    List<Object> items = Values.list(scope.budget(), value);
    Collections.reverse(items);
    return value instanceof Generator ? items : new Generator("reversed", items.iterator());
  }

  private static Object items(Object value) {
    if (value instanceof Undefined) {
      return new Generator("generator", Collections.emptyIterator());
    }

    if (value instanceof Dictionary dictionary) {
      return new Generator("generator", dictionary.items().iterator());
    }

    throw new TemplateException("Can only get item pairs from a mapping.");
  }

  private static Comparator<Object> order(Scope scope, boolean isReversed) {
    Comparator<Object> order =
        (one, other) ->
            Values.areEqual(scope.budget(), one, other)
                ? 0
                : Values.compare(scope.budget(), "<", one, other).orElse(0);
    return isReversed ? order.reversed() : order;
  }

  private static Object folded(Object value, boolean isExact) {
    return !isExact && Text.isText(value) ? Text.lower(Text.of(value)) : value;
  }

  private static Object sortedEntries(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("dictsort", 0, "case_sensitive", "by", "reverse");
    Object by = bound.or(1, "key");
    if (!by.equals("key") && !by.equals("value")) {
      throw new TemplateException("You can only sort by either \"key\" or \"value\"");
    }

    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (!(value instanceof Dictionary dictionary)) {
      throw new TemplateException(
          "'%s' object has no attribute 'items'".formatted(Values.typeName(value)));
    }

    int position = by.equals("key") ? 0 : 1;
    List<Object> items = dictionary.items();
    sort(
        scope,
        items,
        item -> folded(((Tuple) item).items().get(position), bound.isTrue(0)),
        bound.isTrue(2));
    return items;
  }

  /** Sorts by keys that are computed once for each element. */
  private static void sort(
      Scope scope,
      List<Object> items,
      java.util.function.Function<Object, Object> key,
      boolean isReversed) {
    List<Tuple> keyed = new ArrayList<>(items.size());
    items.forEach(item -> keyed.add(Tuple.of(key.apply(item), item)));
    keyed.sort(Comparator.comparing(pair -> pair.items().get(0), order(scope, isReversed)));
    for (int i = 0; i < items.size(); i++) {
      items.set(i, keyed.get(i).items().get(1));
    }
  }

  private static Object sort(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("sort", 0, "reverse", "case_sensitive", "attribute");
    List<Object> items = Values.list(scope.budget(), value);
    sort(scope, items, item -> key(scope, item, bound.get(2), bound.isTrue(1)), bound.isTrue(0));
    return items;
  }

  private static Object key(Scope scope, Object item, Object attribute, boolean isExact) {
    if (!Text.isText(attribute)) {
      return new Tuple(List.of(folded(Attributes.path(scope.budget(), item, attribute), isExact)));
    }

    List<Object> keys = new ArrayList<>();
    for (String part : Text.of(attribute).split(",", -1)) {
      keys.add(folded(Attributes.path(scope.budget(), item, part), isExact));
    }

    return new Tuple(keys);
  }

  private static Object unique(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("unique", 0, "case_sensitive", "attribute");
    Set<Object> seen = new HashSet<>();
    List<Object> kept = new ArrayList<>();
    for (Object item : Values.list(scope.budget(), value)) {
      Object key = folded(Attributes.path(scope.budget(), item, bound.get(1)), bound.isTrue(0));
      if (seen.add(Dictionary.normal(scope.budget(), key))) {
        kept.add(item);
      }
    }

    return new Generator("generator", kept.iterator());
  }

  private static Object extreme(Scope scope, Object value, Arguments arguments, String name) {
    Arguments.Bound bound = arguments.bind(name, 0, "case_sensitive", "attribute");
    String operator = name.equals("min") ? "<" : ">";
    Object best = new Undefined("No aggregated item, sequence was empty.");
    Object bestKey = best;
    boolean isFirst = true;
    for (Object item : Values.list(scope.budget(), value)) {
      Object key = folded(Attributes.path(scope.budget(), item, bound.get(1)), bound.isTrue(0));
      if (isFirst || Operators.compare(scope.budget(), operator, key, bestKey)) {
        best = item;
        bestKey = key;
        isFirst = false;
      }
    }

    return best;
  }

  private static Object batch(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("batch", 1, "linecount", "fill_with");
    int size = bound.integer(0, 1);
    scope.budget().list(bound.isNone(1) ? 0 : size);
    List<Object> batches = new ArrayList<>();
    List<Object> batch = new ArrayList<>();
    for (Object item : Values.list(scope.budget(), value)) {
      if (batch.size() == size) {
        batches.add(batch);
        batch = new ArrayList<>();
      }

      batch.add(item);
    }

    while (!batch.isEmpty() && !bound.isNone(1) && batch.size() < size) {
      batch.add(bound.get(1));
    }

    if (!batch.isEmpty()) {
      batches.add(batch);
    }

    return new Generator("generator", batches.iterator());
  }

  private static Object slice(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("slice", 1, "slices", "fill_with");
    List<Object> items = Values.list(scope.budget(), value);
    int slices = bound.integer(0, 1);
    scope.budget().list(slices);
    if (slices == 0) {
      throw new TemplateException("integer division or modulo by zero");
    }

    List<Object> parts = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < slices; i++) {
      int size = items.size() / slices + (i < items.size() % slices ? 1 : 0);
      List<Object> part = new ArrayList<>(items.subList(at, at + size));
      if (!bound.isNone(1) && i >= items.size() % slices) {
        part.add(bound.get(1));
      }

      parts.add(part);
      at += size;
    }

    return new Generator("generator", parts.iterator());
  }

  private static Object group(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("groupby", 1, "attribute", "default", "case_sensitive");
    List<Object> items = Values.list(scope.budget(), value);
    sort(scope, items, item -> groupKey(scope, item, bound, bound.isTrue(2)), false);
    List<Object> groups = new ArrayList<>();
    List<Object> group = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      group.add(items.get(i));
      boolean isLast =
          i + 1 == items.size()
              || !Values.areEqual(
                  scope.budget(),
                  groupKey(scope, items.get(i), bound, bound.isTrue(2)),
                  groupKey(scope, items.get(i + 1), bound, bound.isTrue(2)));
      if (isLast) {
        groups.add(Tuple.of(groupKey(scope, group.get(0), bound, true), group));
        group = new ArrayList<>();
      }
    }

    return groups;
  }

  private static Object groupKey(Scope scope, Object item, Arguments.Bound bound, boolean isExact) {
    Object key = Attributes.path(scope.budget(), item, bound.get(0));
    return folded(key instanceof Undefined && !bound.isNone(1) ? bound.get(1) : key, isExact);
  }
}
