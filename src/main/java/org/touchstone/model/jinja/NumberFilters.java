package org.touchstone.model.jinja;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Filters whose result is a number. */
final class NumberFilters {

  private static final Pattern REAL =
      Pattern.compile("[-+]?(\\d+(_\\d+)*\\.?(\\d+(_\\d+)*)?|\\.\\d+(_\\d+)*)([eE][-+]?\\d+)?");
  private static final Pattern SPECIAL = Pattern.compile("[-+]?(inf(inity)?|nan)");

  private NumberFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("abs", (scope, value, arguments) -> absolute(value));
    filters.put("int", (scope, value, arguments) -> integer(value, arguments));
    filters.put("float", (scope, value, arguments) -> real(value, arguments));
    filters.put("round", (scope, value, arguments) -> round(value, arguments));
    filters.put("sum", NumberFilters::sum);
  }

  private static Object absolute(Object value) {
    if (!Numbers.isNumber(value)) {
      throw new TemplateException("bad operand type for abs(): '" + Values.typeName(value) + "'");
    }

    return Numbers.absolute(value);
  }

  private static Object integer(Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("int", 0, "default", "base");
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (Numbers.isInteger(value)) {
      return Numbers.integer(Numbers.big(value));
    }

    if (value instanceof Double real) {
      return Double.isNaN(real) || Double.isInfinite(real)
          ? bound.or(0, 0L)
          : Numbers.integer(real);
    }

    if (!Text.isText(value)) {
      return bound.or(0, 0L);
    }

    Optional<Object> whole = parse(Text.of(value), bound.integer(1, 10));
    Optional<Double> real = parse(Text.of(value));
    return whole.orElseGet(
        () ->
            real.filter(number -> !Double.isNaN(number) && !Double.isInfinite(number))
                .map(Numbers::integer)
                .orElse(bound.or(0, 0L)));
  }

  /** Reads an integer as {@code int(text, base)} does. */
  static Optional<Object> parse(String text, int base) {
    String digits = Text.lower(Text.strip(text, Text.Ends.BOTH));
    boolean isNegative = digits.startsWith("-");
    digits = isNegative || digits.startsWith("+") ? digits.substring(1) : digits;
    String prefix = base == 16 ? "0x" : base == 8 ? "0o" : base == 2 ? "0b" : " ";
    digits = digits.startsWith(prefix) ? digits.substring(2) : digits;
    boolean isBroken =
        digits.isEmpty() || digits.contains("__") || digits.startsWith("_") || digits.endsWith("_");
    if (isBroken || digits.length() > 4300 || base < 2 || base > 36) {
      return Optional.empty();
    }

    String plain = digits.replace("_", "");
    if (!plain.chars().allMatch(digit -> Character.digit(digit, base) >= 0)) {
      return Optional.empty();
    }

    BigInteger number = new BigInteger(plain, base);
    return Optional.of(Numbers.integer(isNegative ? number.negate() : number));
  }

  /** Reads a number as {@code float(text)} does. */
  static Optional<Double> parse(String text) {
    String digits = Text.lower(Text.strip(text, Text.Ends.BOTH));
    if (SPECIAL.matcher(digits).matches()) {
      double special = digits.contains("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
      return Optional.of(digits.startsWith("-") ? -special : special);
    }

    return digits.length() < 4300 && REAL.matcher(digits).matches()
        ? Optional.of(Double.parseDouble(digits.replace("_", "")))
        : Optional.empty();
  }

  private static Object real(Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("float", 0, "default");
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (Numbers.isNumber(value)) {
      return Numbers.real(value);
    }

    return Text.isText(value)
        ? parse(Text.of(value)).map(number -> (Object) number).orElse(bound.or(0, 0.0))
        : bound.or(0, 0.0);
  }

  private static Object round(Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("round", 0, "precision", "method");
    String method = bound.has(1) ? bound.text(1) : "common";
    int places = bound.integer(0, 0);
    if (!Numbers.isNumber(value)) {
      throw new TemplateException(
          "type %s doesn't define __round__ method".formatted(Values.typeName(value)));
    }

    if (Math.abs(places) > 1000) {
      throw new TemplateException("round() to %d places: allowed are 1000".formatted(places));
    }

    return switch (method) {
      case "common" -> round(value, places);
      case "ceil", "floor" -> round(value, places, method.equals("ceil"));
      default -> throw new TemplateException("method must be common, ceil or floor");
    };
  }

  private static Object round(Object value, int places) {
    if (value instanceof Double real) {
      return Double.isNaN(real) || Double.isInfinite(real)
          ? value
          : (Object)
              Math.copySign(
                  new BigDecimal(real).setScale(places, RoundingMode.HALF_EVEN).doubleValue(),
                  real);
    }

    BigDecimal number = new BigDecimal(Numbers.big(value));
    return Numbers.integer(
        number.setScale(Math.min(places, 0), RoundingMode.HALF_EVEN).toBigInteger());
  }

  private static Object round(Object value, int places, boolean isUp) {
    Object scale = Numbers.power(10L, (long) places);
    double scaled = Numbers.real(Numbers.product(value, scale));
    Object whole = Numbers.integer(isUp ? Math.ceil(scaled) : Math.floor(scaled));
    return Numbers.quotient(whole, scale);
  }

  private static Object sum(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("sum", 0, "attribute", "start");
    Object sum = bound.or(1, 0L);
    if (Text.isText(sum)) {
      throw new TemplateException("sum() can't sum strings [use ''.join(seq) instead]");
    }

    for (Object item : Values.list(scope.budget(), value)) {
      Object part = bound.isNone(0) ? item : Attributes.path(scope.budget(), item, bound.get(0));
      sum = Operators.add(scope.budget(), sum, part);
    }

    return sum;
  }
}
