package org.touchstone.model.jinja;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Python's {@code text % values}. */
final class PercentFormat {

  private static final Pattern FIELD =
      Pattern.compile(
          "%(?:\\(([^)]*)\\))?([-+ #0]*)(\\*|\\d{1,7})?(?:\\.(\\*|\\d{0,7}))?[hlL]?(.)",
          Pattern.DOTALL);

  private final Budget budget;
  private final Object template;
  private final Object values;
  private int next;

  PercentFormat(Budget budget, Object template, Object values) {
    this.budget = budget;
    this.template = template;
    this.values = values;
  }

  String format() {
    String text = Text.of(template);
    StringBuilder out = new StringBuilder();
    Matcher matcher = FIELD.matcher(text);
    int at = 0;
    while (matcher.find(at)) {
      out.append(text, at, matcher.start()).append(field(matcher));
      budget.text(out.length());
      at = matcher.end();
    }

    if (text.indexOf('%', at) >= 0) {
      throw new TemplateException("incomplete format");
    }

    if (next < positional().size() && !(values instanceof Dictionary)) {
      throw new TemplateException("not all arguments converted during string formatting");
    }

    return out.append(text, at, text.length()).toString();
  }

  private List<Object> positional() {
    return values instanceof Tuple tuple ? tuple.items() : List.of(values);
  }

  private Object take() {
    if (next >= positional().size()) {
      throw new TemplateException("not enough arguments for format string");
    }

    return positional().get(next++);
  }

  private String field(Matcher matcher) {
    char type = matcher.group(5).charAt(0);
    if (type == '%') {
      return "%";
    }

    String flags = matcher.group(2);
    int width = number(matcher.group(3), 0);
    int precision = number(matcher.group(4), -1);
    Object value = matcher.group(1) == null ? take() : named(matcher.group(1));
    boolean isNumeric = "diufFeEgGoxX".indexOf(type) >= 0;
    char align = flags.contains("-") ? '<' : flags.contains("0") && isNumeric ? '=' : '>';
    FormatSpecification specification =
        new FormatSpecification(
            align == '=' ? "0" : " ",
            align,
            flags.contains("+") ? '+' : flags.contains(" ") ? ' ' : FormatSpecification.NOTHING,
            flags.contains("#"),
            width,
            "",
            precision,
            type == 'i' || type == 'u' ? 'd' : type);
    return write(specification, type, value);
  }

  private String write(FormatSpecification specification, char type, Object value) {
    switch (type) {
      case 's', 'r', 'a':
        Object shown = type == 's' ? value : Representation.quoted(budget, value);
        Object text =
            template instanceof Markup
                ? Markup.escaped(budget, shown).text()
                : Representation.printed(budget, shown);
        return as(specification, 's').format(budget, text);
      case 'd', 'i', 'u', 'o', 'x', 'X':
        return specification.format(budget, integer(type, value));
      case 'e', 'E', 'f', 'F', 'g', 'G':
        return specification.format(budget, number(type, value));
      case 'c':
        Object character = Text.isText(value) ? value : Character.toString(Numbers.index(value));
        return as(specification, 's').format(budget, character);
      default:
        throw new TemplateException("unsupported format character '" + type + "'");
    }
  }

  private static FormatSpecification as(FormatSpecification original, char type) {
    return new FormatSpecification(
        original.fill(),
        original.align(),
        FormatSpecification.NOTHING,
        false,
        original.width(),
        "",
        original.precision(),
        type);
  }

  private static Object integer(char type, Object value) {
    if (value instanceof Double real && type == 'd') {
      return Numbers.integer(real);
    }

    return Numbers.isInteger(value) ? Numbers.integer(Numbers.big(value)) : number(type, value);
  }

  private static Object number(char type, Object value) {
    if (value instanceof Undefined undefined) {
      throw undefined.failure();
    }

    if (!Numbers.isNumber(value)) {
      throw new TemplateException(
          "%%%s format: a real number is required, not %s".formatted(type, Values.typeName(value)));
    }

    return value;
  }

  private int number(@org.jspecify.annotations.Nullable String digits, int otherwise) {
    if (digits == null) {
      return otherwise;
    }

    if ("*".equals(digits)) {
      return Numbers.index(take());
    }

    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private Object named(String name) {
    if (!(values instanceof Dictionary dictionary)) {
      throw new TemplateException("format requires a mapping");
    }

    Object value = dictionary.get(budget, name);
    if (value == null) {
      throw new TemplateException("'" + name + "'");
    }

    return value;
  }
}
