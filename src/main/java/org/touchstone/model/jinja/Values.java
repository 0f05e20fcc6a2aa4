package org.touchstone.model.jinja;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What all values have in common: a type, a truth, equality.
 *
 * <p>A value is a {@link String}, {@link Markup}, {@link Boolean}, {@link Long}, {@link
 * BigInteger}, {@link Double}, {@link List}, {@link Tuple}, {@link Range}, {@link Dictionary},
 * {@link View}, {@link Generator}, {@link Namespace}, {@link Loop}, {@link Callable}, {@link None}
 * or {@link Undefined}. Nothing else is ever reached from a template.
 */
final class Values {

  private Values() {}

  /** Takes over a tree of maps, lists, texts, numbers, truths and nulls. */
  static Object of(@Nullable Object tree) {
    if (tree == null) {
      return None.NONE;
    }

    if (tree instanceof String || tree instanceof Boolean || tree instanceof Callable) {
      return tree;
    }

    if (tree instanceof BigInteger number) {
      return Numbers.integer(number);
    }

    if (tree instanceof Number number) {
      return tree instanceof Integer || tree instanceof Long || tree instanceof Short
          ? (Object) number.longValue()
          : (Object) number.doubleValue();
    }

    if (tree instanceof Map<?, ?> map) {
      Dictionary dictionary = new Dictionary();
      map.forEach((key, value) -> dictionary.put(String.valueOf(key), of(value)));
      return dictionary;
    }

    if (tree instanceof Iterable<?> items) {
      List<Object> list = new ArrayList<>();
      items.forEach(item -> list.add(of(item)));
      return list;
    }

    throw new IllegalArgumentException(
        "Cannot give a template a %s: allowed are maps, lists, texts, numbers, truths and null"
            .formatted(tree.getClass().getName()));
  }

  /** Names a value's type as Python does. */
  static String typeName(Object value) {
    if (value instanceof String) {
      return "str";
    } else if (value instanceof Boolean) {
      return "bool";
    } else if (value instanceof Long || value instanceof BigInteger) {
      return "int";
    } else if (value instanceof Double) {
      return "float";
    } else if (value instanceof Range) {
      return "range";
    } else if (value instanceof List) {
      return "list";
    } else if (value instanceof Dictionary) {
      return "dict";
    } else if (value instanceof Tuple) {
      return "tuple";
    } else if (value == None.NONE) {
      return "NoneType";
    } else if (value instanceof View view) {
      return view.kind();
    } else if (value instanceof Generator generator) {
      return generator.kind();
    } else if (value instanceof Loop) {
      return "LoopContext";
    }

    return value instanceof Callable && !(value instanceof Macro)
        ? "function"
        : value.getClass().getSimpleName();
  }

  /** Says whether a value counts as true. */
  static boolean isTrue(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }

    if (value instanceof Long number) {
      return number != 0;
    }

    if (value instanceof Double number) {
      return number != 0;
    }

    OptionalInt length = value == None.NONE ? OptionalInt.of(0) : size(value);
    return length.isEmpty() || length.getAsInt() > 0;
  }

  /** Returns how long a value is, if it has a length. */
  static OptionalInt size(Object value) {
    if (Text.isText(value)) {
      return OptionalInt.of(Text.length(Text.of(value)));
    } else if (value instanceof List<?> list) {
      return OptionalInt.of(list.size());
    } else if (value instanceof Dictionary dictionary) {
      return OptionalInt.of(dictionary.size());
    } else if (value instanceof Tuple tuple) {
      return OptionalInt.of(tuple.items().size());
    } else if (value instanceof View view) {
      return OptionalInt.of(view.values().size());
    } else if (value instanceof Undefined) {
      return OptionalInt.of(0);
    } else if (value instanceof Loop loop) {
      return OptionalInt.of(loop.length());
    }

    return OptionalInt.empty();
  }

  static int length(Object value) {
    return size(value)
        .orElseThrow(
            () -> new TemplateException("object of type '" + typeName(value) + "' has no len()"));
  }

  static boolean isIterable(Object value) {
    return Text.isText(value)
        || value instanceof List
        || value instanceof Dictionary
        || value instanceof Tuple
        || value instanceof View
        || value instanceof Generator
        || value instanceof Undefined;
  }

  /** Goes through a value as Python's {@code for} does. */
  static Iterator<Object> iterator(Object value) {
    if (value instanceof Generator generator) {
      return generator.values();
    }

    if (Text.isText(value)) {
      return Text.characters(Text.of(value)).iterator();
    }

    return fixed(value).iterator();
  }

  /** Returns the elements of a value in a list of its own. */
  static List<Object> list(Budget budget, Object value) {
    List<Object> list = new ArrayList<>();
    for (Iterator<Object> items = iterator(value); items.hasNext(); ) {
      list.add(items.next());
      budget.spend(1);
      if (list.size() > Budget.LONGEST_LIST) {
        budget.list(list.size());
      }
    }

    return list;
  }

  private static List<Object> fixed(Object value) {
    if (value instanceof List<?> list) {
      return Collections.unmodifiableList(list);
    } else if (value instanceof Dictionary dictionary) {
      return dictionary.keys();
    } else if (value instanceof Tuple tuple) {
      return tuple.items();
    } else if (value instanceof View view) {
      return view.values();
    } else if (value instanceof Undefined) {
      return List.of();
    }

    throw new TemplateException("'" + typeName(value) + "' object is not iterable");
  }

  /** Python's {@code ==}. */
  static boolean areEqual(Budget budget, Object left, Object right) {
    budget.spend(1);
    if (left == right) {
      return true;
    }

    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.compare(left, right).orElse(1) == 0;
    }

    if (Text.isText(left) && Text.isText(right)) {
      return Text.of(left).equals(Text.of(right));
    }

    if (left instanceof Tuple one && right instanceof Tuple other) {
      return areEqual(budget, one.items(), other.items());
    }

    if (left instanceof List<?> one && right instanceof List<?> other) {
      return left instanceof Range == right instanceof Range && areEqual(budget, one, other);
    }

    if (left instanceof Dictionary one && right instanceof Dictionary other) {
      return areEqual(budget, one, other);
    }

    return left instanceof Undefined && right instanceof Undefined;
  }

  private static boolean areEqual(Budget budget, List<?> left, List<?> right) {
    if (left.size() != right.size()) {
      return false;
    }

    budget.enter();
    boolean equal = true;
    for (int i = 0; i < left.size() && equal; i++) {
      equal = areEqual(budget, (Object) left.get(i), (Object) right.get(i));
    }

    budget.leave();
    return equal;
  }

  private static boolean areEqual(Budget budget, Dictionary left, Dictionary right) {
    if (left.size() != right.size()) {
      return false;
    }

    budget.enter();
    boolean equal = true;
    for (Dictionary.Entry entry : left.entries()) {
      Object other = right.get(budget, entry.key());
      equal &= other != null && areEqual(budget, entry.value(), other);
      if (!equal) {
        break;
      }
    }

    budget.leave();
    return equal;
  }

  /** Python's {@code in}. */
  static boolean contains(Budget budget, Object container, Object element) {
    if (Text.isText(container)) {
      if (element instanceof Undefined || !Text.isText(element)) {
        throw new TemplateException(
            "'in <string>' requires string as left operand, not " + typeName(element));
      }

      budget.spend(Text.of(container).length());
      return Text.of(container).contains(Text.of(element));
    }

    if (container instanceof Dictionary dictionary) {
      return dictionary.get(budget, element) != null;
    }

    if (!isIterable(container)) {
      throw new TemplateException("argument of type '" + typeName(container) + "' is not iterable");
    }

    for (Iterator<Object> items = iterator(container); items.hasNext(); ) {
      if (areEqual(budget, items.next(), element)) {
        return true;
      }
    }

    return false;
  }

  /** Python's order of values, for {@code <} and its like; numbers that are not compare false. */
  static OptionalInt compare(Budget budget, String operator, Object left, Object right) {
    failIfUndefined(left, right);
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.compare(left, right);
    }

    if (Text.isText(left) && Text.isText(right)) {
      return OptionalInt.of(Text.compare(Text.of(left), Text.of(right)));
    }

    boolean lists = left instanceof List && right instanceof List;
    if (lists && !(left instanceof Range) && !(right instanceof Range)) {
      return compare(budget, operator, (List<?>) left, (List<?>) right);
    }

    if (left instanceof Tuple one && right instanceof Tuple other) {
      return compare(budget, operator, one.items(), other.items());
    }

    throw new TemplateException(
        "'%s' not supported between instances of '%s' and '%s'"
            .formatted(operator, typeName(left), typeName(right)));
  }

  private static OptionalInt compare(Budget budget, String operator, List<?> left, List<?> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      Object one = left.get(i);
      Object other = right.get(i);
      if (!areEqual(budget, one, other)) {
        budget.enter();
        OptionalInt order = compare(budget, operator, one, other);
        budget.leave();
        return order;
      }
    }

    return OptionalInt.of(Integer.compare(left.size(), right.size()));
  }

  /** Complains if one of two operands is undefined. */
  static void failIfUndefined(Object left, Object right) {
    if (left instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (right instanceof Undefined undefined) {
      throw undefined.failure();
    }
  }
}
