package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Writes values as Python's {@code json.dumps} does, letters of all scripts as they are. */
final class Json {

  private final Budget budget;
  private final StringBuilder out = new StringBuilder();
  private final Style style;

  private Json(Budget budget, Style style) {
    this.budget = budget;
    this.style = style;
  }

  /**
   * How to write.
   *
   * @param indent what one level is moved by; has no meaning on one line
   * @param isOneLine whether there are no line breaks
   * @param comma between elements
   * @param colon between a key and its value
   * @param isSorted whether keys are put in order
   * @param isAscii whether other characters are escaped
   */
  record Style(
      String indent,
      boolean isOneLine,
      String comma,
      String colon,
      boolean isSorted,
      boolean isAscii) {}

  static String of(Budget budget, Object value, Style style) {
    Json json = new Json(budget, style);
    json.write(value, 1);
    return json.out.toString();
  }

  private void write(Object value, int level) {
    budget.enter();
    if (Text.isText(value)) {
      writeText(Text.of(value));
    } else if (value instanceof List<?> list && !(value instanceof Range)) {
      writeAll(list, level);
    } else if (value instanceof Tuple tuple) {
      writeAll(tuple.items(), level);
    } else if (value instanceof Dictionary dictionary) {
      write(dictionary, level);
    } else {
      out.append(simple(value));
    }

    budget.text(out.length());
    budget.leave();
  }

  private String simple(Object value) {
    if (value == None.NONE) {
      return "null";
    } else if (value instanceof Boolean truth) {
      return truth ? "true" : "false";
    } else if (value instanceof Double number) {
      return real(number);
    } else if (Numbers.isInteger(value)) {
      return value.toString();
    }

    throw new TemplateException(
        "Object of type %s is not JSON serializable".formatted(Values.typeName(value)));
  }

  private static String real(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }

    return Double.isInfinite(number)
        ? (number > 0 ? "Infinity" : "-Infinity")
        : Representation.real(number);
  }

  private void writeAll(List<?> items, int level) {
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      separate(i, level);
      write(items.get(i), level + 1);
    }

    close(items.size(), level);
    out.append(']');
  }

  private void write(Dictionary dictionary, int level) {
    List<Dictionary.Entry> entries = new ArrayList<>(dictionary.entries());
    if (style.isSorted()) {
      Comparator<Dictionary.Entry> order =
          (one, other) -> Values.compare(budget, "<", one.key(), other.key()).orElse(0);
      entries.sort(order);
    }

    out.append('{');
    for (int i = 0; i < entries.size(); i++) {
      separate(i, level);
      writeText(key(entries.get(i).key()));
      out.append(style.colon());
      write(entries.get(i).value(), level + 1);
    }

    close(entries.size(), level);
    out.append('}');
  }

  private String key(Object key) {
    if (Text.isText(key)) {
      return Text.of(key);
    }

    if (Numbers.isNumber(key) || key == None.NONE) {
      return simple(key);
    }

    throw new TemplateException(
        "keys must be str, int, float, bool or None, not " + Values.typeName(key));
  }

  private void separate(int position, int level) {
    out.append(position == 0 ? "" : style.comma());
    newLine(level);
  }

  private void close(int size, int level) {
    if (size > 0) {
      newLine(level - 1);
    }
  }

  private void newLine(int level) {
    if (!style.isOneLine()) {
      budget.text((long) level * style.indent().length());
      out.append('\n').append(style.indent().repeat(level));
    }
  }

  private void writeText(String text) {
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      switch (character) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\f' -> out.append("\\f");
        case '\b' -> out.append("\\b");
        default -> {
          if (character < ' ' || style.isAscii() && character > '~') {
            out.append("\\u%04x".formatted((int) character));
          } else {
            out.append(character);
          }
        }
      }
    }

    out.append('"');
  }
}
