package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Python's operators on two values. */
final class Operators {

  private Operators() {}

  /** {@code +}: numbers, texts, lists and tuples. */
  static Object add(Budget budget, Object left, Object right) {
    Values.failIfUndefined(left, right);
    if (Numbers.isNumber(left) && Numbers.isNumber(right)) {
      return Numbers.sum(left, right);
    }

    if (Text.isText(left) && Text.isText(right)) {
      boolean isSafe = left instanceof Markup || right instanceof Markup;
      String head = isSafe ? Markup.escaped(budget, left).text() : Text.of(left);
      String tail = isSafe ? Markup.escaped(budget, right).text() : Text.of(right);
      budget.text((long) head.length() + tail.length());
      return isSafe ? new Markup(head + tail) : head + tail;
    }

    if (left instanceof Tuple one && right instanceof Tuple other) {
      return new Tuple(joined(budget, one.items(), other.items()));
    }

    if (isList(left) && isList(right)) {
      return joined(budget, (List<?>) left, (List<?>) right);
    }

    String kind = Values.typeName(left);
    boolean isSequence = Text.isText(left) || isList(left) || left instanceof Tuple;
    throw isSequence
        ? new TemplateException(
            "can only concatenate %s (not \"%s\") to %s"
                .formatted(kind, Values.typeName(right), kind))
        : unsupported("+", left, right);
  }

  private static boolean isList(Object value) {
    return value instanceof List && !(value instanceof Range);
  }

  private static List<Object> joined(Budget budget, List<?> left, List<?> right) {
    budget.list((long) left.size() + right.size());
    List<Object> joined = new ArrayList<>(left);
    joined.addAll(right);
    return joined;
  }

  static Object subtract(Object left, Object right) {
    requireNumbers("-", left, right);
    return Numbers.difference(left, right);
  }

  /** {@code *}: numbers, and a sequence so many times. */
  static Object multiply(Budget budget, Object left, Object right) {
    Values.failIfUndefined(left, right);
    if (Numbers.isInteger(left) && isSequence(right)) {
      return repeat(budget, right, Numbers.clamped(left));
    }

    if (isSequence(left) && Numbers.isInteger(right)) {
      return repeat(budget, left, Numbers.clamped(right));
    }

    if (isSequence(left) || isSequence(right)) {
      Object other = isSequence(left) ? right : left;
      throw new TemplateException(
          "can't multiply sequence by non-int of type '" + Values.typeName(other) + "'");
    }

    requireNumbers("*", left, right);
    return Numbers.product(left, right);
  }

  private static boolean isSequence(Object value) {
    return Text.isText(value) || isList(value) || value instanceof Tuple;
  }

  private static Object repeat(Budget budget, Object sequence, int count) {
    int times = Math.max(0, count);
    if (Text.isText(sequence)) {
      budget.text((long) Text.of(sequence).length() * times);
      return Text.like(sequence, Text.of(sequence).repeat(times));
    }

    List<?> items = sequence instanceof Tuple tuple ? tuple.items() : (List<?>) sequence;
    budget.list((long) items.size() * times);
    List<Object> repeated = new ArrayList<>(items.size() * times);
    for (int i = 0; i < times && !items.isEmpty(); i++) {
      repeated.addAll(items);
    }

    return sequence instanceof Tuple ? new Tuple(repeated) : repeated;
  }

  static Object divide(Object left, Object right) {
    requireNumbers("/", left, right);
    return Numbers.quotient(left, right);
  }

  static Object floorDivide(Object left, Object right) {
    requireNumbers("//", left, right);
    return Numbers.floorQuotient(left, right);
  }

  /** {@code %}: the remainder, or a text with values in place of its marks. */
  static Object modulo(Budget budget, Object left, Object right) {
    if (left instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (Text.isText(left)) {
      return Text.like(left, new PercentFormat(budget, left, right).format());
    }

    requireNumbers("%", left, right);
    return Numbers.remainder(left, right);
  }

  static Object power(Object left, Object right) {
    requireNumbers("** or pow()", left, right);
    return Numbers.power(left, right);
  }

  /** Joins the printed forms of values: {@code ~}. */
  static String concatenate(Budget budget, Object left, Object right) {
    String head = Representation.printed(budget, left);
    String tail = Representation.printed(budget, right);
    budget.text((long) head.length() + tail.length());
    return head.concat(tail);
  }

  static Object negate(Object value) {
    return Numbers.negative(number("-", value));
  }

  static Object plus(Object value) {
    Object number = number("+", value);
    return number instanceof Boolean ? Numbers.integer(Numbers.big(number)) : number;
  }

  private static Object number(String operator, Object value) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (!Numbers.isNumber(value)) {
      throw new TemplateException(
          "bad operand type for unary %s: '%s'".formatted(operator, Values.typeName(value)));
    }

    return value;
  }

  /** Compares by an operator as it is written. */
  static boolean compare(Budget budget, String operator, Object left, Object right) {
    switch (operator) {
      case "==":
        return Values.areEqual(budget, left, right);
      case "!=":
        return !Values.areEqual(budget, left, right);
      case "in":
        return Values.contains(budget, right, left);
      case "not in":
        return !Values.contains(budget, right, left);
      default:
        OptionalInt order = Values.compare(budget, operator, left, right);
        return order.isPresent() && holds(operator, order.getAsInt());
    }
  }

  private static boolean holds(String operator, int order) {
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      default -> order >= 0;
    };
  }

  private static void requireNumbers(String operator, Object left, Object right) {
    Values.failIfUndefined(left, right);
    if (!Numbers.isNumber(left) || !Numbers.isNumber(right)) {
      throw unsupported(operator, left, right);
    }
  }

  private static TemplateException unsupported(String operator, Object left, Object right) {
    return new TemplateException(
        "unsupported operand type(s) for %s: '%s' and '%s'"
            .formatted(operator, Values.typeName(left), Values.typeName(right)));
  }
}
