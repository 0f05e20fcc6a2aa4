package org.touchstone.model.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** What stands behind {@code is}: Jinja2's tests. */
final class Checks {

  @FunctionalInterface
  private interface Check {
    boolean holds(Scope scope, Object value, Arguments arguments);
  }

  private static final Map<String, Check> ALL = new HashMap<>();

  static {
    add("defined", value -> !(value instanceof Undefined));
    add("undefined", value -> value instanceof Undefined);
    add("none", value -> value == None.NONE);
    add("boolean", value -> value instanceof Boolean);
    add("true", value -> Boolean.TRUE.equals(value));
    add("false", value -> Boolean.FALSE.equals(value));
    add("integer", value -> Numbers.isInteger(value) && !(value instanceof Boolean));
    add("float", value -> value instanceof Double);
    add("number", Numbers::isNumber);
    add("string", Text::isText);
    add("mapping", value -> value instanceof Dictionary);
    add("iterable", value -> Values.isIterable(value) || value instanceof Loop);
    add("sequence", Checks::isSequence);
    add("callable", value -> value instanceof Callable || value instanceof Undefined);
    add("escaped", value -> value instanceof Markup);
    ALL.put("lower", (scope, value, arguments) -> Text.isAll(printed(scope, value), false));
    ALL.put("upper", (scope, value, arguments) -> Text.isAll(printed(scope, value), true));
    ALL.put("odd", (scope, value, arguments) -> leaves(scope, value, 2L, 1L));
    ALL.put("even", (scope, value, arguments) -> leaves(scope, value, 2L, 0L));
    ALL.put(
        "divisibleby",
        (scope, value, arguments) ->
            leaves(scope, value, arguments.bind("divisibleby", 1, "num").get(0), 0L));
    add(
        "filter",
        "value",
        (value, ignored) -> value instanceof String name && Filters.isKnown(name));
    add("test", "value", (value, ignored) -> value instanceof String name && isKnown(name));
    ALL.put("sameas", (scope, value, arguments) -> isSame(value, other("sameas", arguments)));
    ALL.put(
        "in",
        (scope, value, arguments) ->
            Values.contains(scope.budget(), other("in", arguments), value));
    for (Map.Entry<String, List<String>> operator :
        Map.of(
                "==", List.of("==", "eq", "equalto"),
                "!=", List.of("!=", "ne"),
                ">", List.of(">", "gt", "greaterthan"),
                ">=", List.of(">=", "ge"),
                "<", List.of("<", "lt", "lessthan"),
                "<=", List.of("<=", "le"))
            .entrySet()) {
      for (String name : operator.getValue()) {
        ALL.put(
            name,
            (scope, value, arguments) ->
                Operators.compare(
                    scope.budget(), operator.getKey(), value, other(name, arguments)));
      }
    }
  }

  private Checks() {}

  static boolean isKnown(String name) {
    return ALL.containsKey(name);
  }

  static boolean holds(Scope scope, String name, Object value, Arguments arguments) {
    Check check = ALL.get(name);
    if (check == null) {
      throw new TemplateException("No test named '" + name + "'.");
    }

    return check.holds(scope, value, arguments);
  }

  private static void add(String name, Predicate<Object> check) {
    ALL.put(
        name,
        (scope, value, arguments) -> {
          arguments.bind(name, 0);
          return check.test(value);
        });
  }

  private static void add(String name, String unused, BiPredicate<Object, String> check) {
    add(name, value -> check.test(value, unused));
  }

  private static Object other(String name, Arguments arguments) {
    return arguments.bind(name, 1, "other").get(0);
  }

  private static String printed(Scope scope, Object value) {
    return Representation.printed(scope.budget(), value);
  }

  private static boolean leaves(Scope scope, Object value, Object divisor, Object rest) {
    Object remainder = Operators.modulo(scope.budget(), value, divisor);
    return Values.areEqual(scope.budget(), remainder, rest);
  }

  private static boolean isSequence(Object value) {
    return Text.isText(value)
        || value instanceof List
        || value instanceof Tuple
        || value instanceof Dictionary
        || value instanceof Undefined;
  }

  private static boolean isSame(Object value, Object other) {
    boolean isValue = value instanceof String || Numbers.isNumber(value);
    return isValue ? value.equals(other) : value == other;
  }
}
