package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.List;

/** Python's {@code str.format}; attributes are those that the template itself could reach. */
final class BraceFormat {

  private final Scope scope;
  private final Object value;
  private final String source;
  private final Arguments arguments;
  private int automatic;

  BraceFormat(Scope scope, Object value, Arguments arguments) {
    this.scope = scope;
    this.value = value;
    this.source = Text.of(value);
    this.arguments = arguments;
  }

  String format() {
    return expand(source, 2);
  }

  private String expand(String text, int levels) {
    if (levels == 0) {
      throw new TemplateException("Max string recursion exceeded");
    }

    StringBuilder out = new StringBuilder();
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == character;
      if ((character == '{' || character == '}') && doubled) {
        out.append(character);
        at++;
      } else if (character == '{') {
        int end = end(text, at);
        out.append(field(text.substring(at + 1, end), levels));
        at = end;
      } else if (character == '}') {
        throw new TemplateException("Single '}' encountered in format string");
      } else {
        out.append(character);
      }
    }

    scope.budget().text(out.length());
    return out.toString();
  }

  private static int end(String text, int open) {
    int depth = 0;
    for (int at = open; at < text.length(); at++) {
      depth += text.charAt(at) == '{' ? 1 : text.charAt(at) == '}' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }

    throw new TemplateException("expected '}' before end of string");
  }

  private String field(String field, int levels) {
    int bracket = 0;
    int at = 0;
    while (at < field.length()
        && (bracket > 0 || field.charAt(at) != ':' && field.charAt(at) != '!')) {
      bracket += field.charAt(at) == '[' ? 1 : field.charAt(at) == ']' ? -1 : 0;
      at++;
    }

    Object found = resolve(field.substring(0, at));
    if (at < field.length() && field.charAt(at) == '!') {
      found = converted(found, field.startsWith("r", at + 1));
      at += 2;
    }

    String specification = at < field.length() ? field.substring(at + 1) : "";
    String filled = specification.contains("{") ? expand(specification, levels - 1) : specification;
    boolean isPlain = Text.isText(found) || Numbers.isNumber(found);
    if (!isPlain && !filled.isEmpty()) {
      throw new TemplateException(
          "unsupported format string passed to %s.__format__".formatted(Values.typeName(found)));
    }

    String text = FormatSpecification.of(filled).format(scope.budget(), found);
    return value instanceof Markup && !(found instanceof Markup)
        ? Markup.escaped(scope.budget(), text).text()
        : text;
  }

  private Object converted(Object found, boolean isQuoted) {
    return isQuoted
        ? Representation.quoted(scope.budget(), found)
        : Representation.printed(scope.budget(), found);
  }

  private Object resolve(String path) {
    List<String> parts = parts(path);
    Object at = first(parts.get(0));
    for (String part : parts.subList(1, parts.size())) {
      String name = part.substring(1);
      at =
          part.charAt(0) == '.'
              ? Attributes.attribute(scope.budget(), at, name)
              : Attributes.item(
                  scope.budget(), at, isNumber(name) ? (Object) Long.parseLong(name) : name);
    }

    return at;
  }

  private static boolean isNumber(String name) {
    return !name.isEmpty()
        && name.length() < 10
        && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Cuts {@code a.b[c]} into {@code a}, {@code .b} and {@code [c}. */
  private static List<String> parts(String path) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int at = 0; at <= path.length(); at++) {
      boolean isEnd = at == path.length() || path.charAt(at) == '.' || path.charAt(at) == '[';
      if (isEnd) {
        String part = path.substring(start, at);
        parts.add(
            part.startsWith("[") && part.endsWith("]")
                ? part.substring(0, part.length() - 1)
                : part);
        start = at;
      }
    }

    return parts;
  }

  private Object first(String name) {
    if (name.isEmpty() || isNumber(name)) {
      int position = name.isEmpty() ? automatic++ : Integer.parseInt(name);
      if (position >= arguments.positional().size()) {
        throw new TemplateException(
            "Replacement index %d out of range for positional args tuple".formatted(position));
      }

      return arguments.positional().get(position);
    }

    Object found = arguments.named().get(name);
    if (found == null) {
      throw new TemplateException("'" + name + "'");
    }

    return found;
  }
}
