package org.touchstone.model.jinja;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code value.name} and {@code value[key]} lead to: the first asks for methods and then for
 * entries, the second the other way round.
 */
final class Attributes {

  private static final Set<String> LIST_CHANGES =
      Set.of("append", "clear", "pop", "reverse", "insert", "sort", "extend", "remove");
  private static final Set<String> DICTIONARY_CHANGES =
      Set.of("clear", "pop", "popitem", "setdefault", "update");

  private Attributes() {}

  /** {@code value.name}. */
  static Object attribute(Budget budget, Object value, String name) {
    Object own = own(value, name);
    if (own != null) {
      return own;
    }

    Object entry = entry(budget, value, name);
    return entry == null ? Undefined.member(value, name) : entry;
  }

  /** {@code value[key]}. */
  static Object item(Budget budget, Object value, Object key) {
    Object entry = entry(budget, value, key);
    if (entry != null) {
      return entry;
    }

    Object own = Text.isText(key) ? own(value, Text.of(key)) : null;
    return own == null ? Undefined.member(value, key) : own;
  }

  /** Follows a path with dots, as filters take it. */
  static Object path(Budget budget, Object value, Object path) {
    if (!Text.isText(path)) {
      return path == None.NONE ? value : item(budget, value, path);
    }

    Object at = value;
    for (String part : Text.of(path).split("\\.", -1)) {
      boolean isPosition = !part.isEmpty() && part.chars().allMatch(Character::isDigit);
      at = item(budget, at, isPosition ? (Object) Long.parseLong(part) : part);
    }

    return at;
  }

  /** Returns what an object has by itself, null if there is nothing. */
  static @Nullable Object own(Object value, String name) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (value instanceof Namespace namespace) {
      Object attribute = namespace.attributes().get(name);
      return attribute != null && name.startsWith("_") ? Undefined.hidden(value, name) : attribute;
    }

    if (name.startsWith("__") || isChange(value, name)) {
      return Undefined.hidden(value, name);
    }

    if (Text.isText(value)) {
      return TextMethods.of(value, name);
    } else if (value instanceof Loop loop) {
      return loop.attribute(name);
    } else if (value instanceof Macro macro) {
      return macro.attribute(name);
    } else if (value instanceof Globals.Cycler cycler) {
      return cycler.attribute(name);
    }

    return CollectionMethods.of(value, name);
  }

  private static boolean isChange(Object value, String name) {
    return value instanceof Dictionary && DICTIONARY_CHANGES.contains(name)
        || value instanceof List && !(value instanceof Range) && LIST_CHANGES.contains(name);
  }

  private static @Nullable Object entry(Budget budget, Object value, Object key) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (value instanceof Dictionary dictionary) {
      return key instanceof List || key instanceof Dictionary ? null : dictionary.get(budget, key);
    }

    if (!Numbers.isInteger(key)) {
      return null;
    }

    if (Text.isText(value)) {
      String text = Text.of(value);
      int at = position(key, Text.length(text));
      return at < 0 ? null : Text.like(value, Text.slice(text, new Slices.Bounds(at, at + 1, 1)));
    }

    if (value instanceof Tuple || value instanceof List) {
      List<?> items = value instanceof Tuple tuple ? tuple.items() : (List<?>) value;
      int at = position(key, items.size());
      return at < 0 ? null : items.get(at);
    }

    return null;
  }

  private static int position(Object key, int length) {
    int at = Numbers.clamped(key);
    at = at < 0 ? at + length : at;
    return at >= 0 && at < length ? at : -1;
  }
}
