package org.touchstone.model.jinja;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** How Python prints values: {@code str} and {@code repr}. */
final class Representation {

  private Representation() {}

  /** Prints a value as {@code str} does: texts as they are. */
  static String printed(Budget budget, Object value) {
    if (value instanceof String text) {
      return text;
    }

    if (value instanceof Markup markup) {
      return markup.text();
    }

    return value instanceof Undefined ? "" : quoted(budget, value);
  }

  /** Prints a value as {@code repr} does: texts in quotes. */
  static String quoted(Budget budget, Object value) {
    StringBuilder out = new StringBuilder();
    append(budget, value, out);
    return out.toString();
  }

  private static void append(Budget budget, Object value, StringBuilder out) {
    budget.enter();
    int before = out.length();
    if (value instanceof String text) {
      appendQuoted(text, out);
    } else if (value instanceof Markup markup) {
      out.append("Markup(");
      appendQuoted(markup.text(), out);
      out.append(')');
    } else if (value instanceof Range range) {
      out.append(range.shown());
    } else if (value instanceof List<?> list) {
      appendAll(budget, list, "[", "]", out);
    } else if (value instanceof Tuple tuple) {
      appendAll(budget, tuple.items(), "(", tuple.items().size() == 1 ? ",)" : ")", out);
    } else if (value instanceof Dictionary dictionary) {
      append(budget, dictionary, out);
    } else if (value instanceof View view) {
      appendAll(budget, view.values(), view.kind() + "([", "])", out);
    } else if (value instanceof Namespace namespace) {
      out.append("<Namespace ");
      append(budget, namespace.attributes(), out);
      out.append('>');
    } else {
      out.append(simple(value));
    }

    budget.text(out.length());
    budget.spend(out.length() - before);
    budget.leave();
  }

  private static String simple(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    } else if (value instanceof Double number) {
      return real(number);
    } else if (value == None.NONE) {
      return "None";
    } else if (value instanceof Undefined) {
      return "Undefined";
    } else if (value instanceof Loop loop) {
      return "<LoopContext %d/%d>".formatted(loop.index(), loop.length());
    } else if (value instanceof Macro macro) {
      return "<Macro '" + macro.name() + "'>";
    } else if (Numbers.isInteger(value)) {
      return value.toString();
    }

    return "<" + Values.typeName(value) + " object>";
  }

  private static void appendAll(
      Budget budget, List<?> items, String open, String close, StringBuilder out) {
    out.append(open);
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      append(budget, item, out);
      separator = ", ";
    }

    out.append(close);
  }

  private static void append(Budget budget, Dictionary dictionary, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (Dictionary.Entry entry : dictionary.entries()) {
      out.append(separator);
      append(budget, entry.key(), out);
      out.append(": ");
      append(budget, entry.value(), out);
      separator = ", ";
    }

    out.append('}');
  }

  private static void appendQuoted(String text, StringBuilder out) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                  if (character == quote) {
                    out.append('\\').append(quote);
                  } else if (isPrintable(character)) {
                    out.appendCodePoint(character);
                  } else {
                    out.append(escape(character));
                  }
                }
              }
            });
    out.append(quote);
  }

  private static String escape(int character) {
    if (character <= 0xFF) {
      return "\\x%02x".formatted(character);
    }

    return (character <= 0xFFFF ? "\\u%04x" : "\\U%08x").formatted(character);
  }

  /** Says whether Python prints a character as it is. */
  static boolean isPrintable(int character) {
    if (character == ' ') {
      return true;
    }

    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SPACE_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Prints a double with the fewest digits that lead back to it. */
  static String real(double value) {
    if (Double.isNaN(value)) {
      return "nan";
    }

    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }

    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }

    BigDecimal shortest = shortest(value).stripTrailingZeros();
    String digits = shortest.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - shortest.scale();
    String sign = value < 0 ? "-" : "";
    if (exponent >= -4 && exponent < 16) {
      String plain = shortest.abs().toPlainString();
      return sign + (plain.contains(".") ? plain : plain + ".0");
    }

    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return "%s%s%se%s%02d"
        .formatted(sign, digits.charAt(0), fraction, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < 17; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }

    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN));
  }
}
