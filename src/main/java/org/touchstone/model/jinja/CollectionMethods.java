package org.touchstone.model.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The methods of Python's lists, tuples, dictionaries and numbers that change nothing. */
final class CollectionMethods {

  private CollectionMethods() {}

  /** Returns a method of a value, null if it has none of that name. */
  static @Nullable Object of(Object value, String name) {
    if (value instanceof Dictionary dictionary) {
      return ofDictionary(dictionary, name);
    } else if (value instanceof Range range && ofRange(range, name) != null) {
      return ofRange(range, name);
    } else if (value instanceof List<?> list) {
      return ofSequence(list, name);
    } else if (value instanceof Tuple tuple) {
      return "copy".equals(name) ? null : ofSequence(tuple.items(), name);
    }

    return ofNumber(value, name);
  }

  private static @Nullable Callable ofDictionary(Dictionary dictionary, String name) {
    return switch (name) {
      case "get" -> (scope, arguments) -> get(dictionary, scope, arguments);
      case "items" -> plain(name, () -> new View("dict_items", dictionary.items()));
      case "keys" -> plain(name, () -> new View("dict_keys", dictionary.keys()));
      case "values" -> plain(name, () -> new View("dict_values", dictionary.values()));
      case "copy" -> plain(name, dictionary::copy);
      case "fromkeys" -> CollectionMethods::fromKeys;
      default -> null;
    };
  }

  private static Object get(Dictionary dictionary, Scope scope, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("get", 1, "key", "default");
    Object value = dictionary.get(scope.budget(), bound.get(0));
    return value == null ? bound.get(1) : value;
  }

  private static Object fromKeys(Scope scope, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("fromkeys", 1, "iterable", "value");
    Dictionary dictionary = new Dictionary();
    for (Object key : Values.list(scope.budget(), bound.get(0))) {
      dictionary.put(scope.budget(), key, bound.get(1));
    }

    return dictionary;
  }

  private static @Nullable Object ofRange(Range range, String name) {
    return switch (name) {
      case "start" -> range.start();
      case "stop" -> range.stop();
      case "step" -> range.step();
      default -> null;
    };
  }

  private static @Nullable Callable ofSequence(List<?> items, String name) {
    return switch (name) {
      case "count" -> (scope, arguments) -> count(items, scope, arguments);
      case "index" -> (scope, arguments) -> index(items, scope, arguments);
      case "copy" -> plain(name, () -> new ArrayList<Object>(items));
      default -> null;
    };
  }

  private static Object count(List<?> items, Scope scope, Arguments arguments) {
    Object value = arguments.bind("count", 1, "value").get(0);
    long count = 0;
    for (Object item : items) {
      count += Values.areEqual(scope.budget(), item, value) ? 1 : 0;
    }

    return count;
  }

  private static Object index(List<?> items, Scope scope, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("index", 1, "value", "start", "stop");
    Slices.Bounds part = Slices.bounds(items.size(), bound.get(1), bound.get(2), None.NONE);
    for (int at = part.start(); at < part.stop(); at++) {
      if (Values.areEqual(scope.budget(), items.get(at), bound.get(0))) {
        return (long) at;
      }
    }

    throw new TemplateException(
        Representation.quoted(scope.budget(), bound.get(0)) + " is not in list");
  }

  private static @Nullable Object ofNumber(Object value, String name) {
    if (value instanceof Double number) {
      return "is_integer".equals(name) ? plain(name, () -> Numbers.isIntegral(number)) : null;
    }

    if (!Numbers.isInteger(value)) {
      return null;
    }

    BigInteger number = Numbers.big(value);
    return switch (name) {
      case "bit_length" -> plain(name, () -> (long) number.abs().bitLength());
      case "real", "numerator" -> Numbers.integer(number);
      case "imag" -> 0L;
      case "denominator" -> 1L;
      default -> null;
    };
  }

  private static Callable plain(String name, java.util.function.Supplier<Object> value) {
    return (scope, arguments) -> {
      arguments.bind(name, 0);
      return value.get();
    };
  }
}
