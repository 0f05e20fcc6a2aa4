package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Filters whose result is a text. */
final class TextFilters {

  private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern TAG = Pattern.compile("<!--.*?-->|<[^>]*>", Pattern.DOTALL);

  private TextFilters() {}

  static void addTo(Map<String, Filter> filters) {
    filters.put("upper", changed("upper", Text::upper));
    filters.put("lower", changed("lower", Text::lower));
    filters.put("capitalize", changed("capitalize", Text::capitalised));
    filters.put("title", changed("title", TextFilters::title));
    filters.put("trim", TextFilters::trim);
    filters.put("string", (scope, value, arguments) -> soft(scope, value));
    filters.put("replace", TextFilters::replace);
    filters.put("join", TextFilters::join);
    filters.put("indent", TextFilters::indent);
    filters.put("center", TextFilters::center);
    filters.put("truncate", TextFilters::truncate);
    filters.put("wordcount", TextFilters::wordCount);
    filters.put("striptags", TextFilters::stripTags);
    filters.put("format", TextFilters::format);
    filters.put("tojson", TextFilters::toJson);
    filters.put("safe", (scope, value, arguments) -> safe(scope, value));
    filters.put("escape", (scope, value, arguments) -> Markup.escaped(scope.budget(), value));
    filters.put("e", (scope, value, arguments) -> Markup.escaped(scope.budget(), value));
    filters.put("forceescape", (scope, value, arguments) -> forcedEscape(scope, value));
    filters.put("urlencode", (scope, value, arguments) -> urlEncode(scope, value));
  }

  /** Prints a value unless it is a text already, which then stays marked as it is. */
  private static Object soft(Scope scope, Object value) {
    return Text.isText(value) ? value : Representation.printed(scope.budget(), value);
  }

  private static Object safe(Scope scope, Object value) {
    return new Markup(Representation.printed(scope.budget(), value));
  }

  private static Object forcedEscape(Scope scope, Object value) {
    return Markup.escaped(scope.budget(), Representation.printed(scope.budget(), value));
  }

  private static Filter changed(String name, Function<String, String> change) {
    return (scope, value, arguments) -> {
      arguments.bind(name, 0);
      Object text = soft(scope, value);
      scope.budget().text(Text.of(text).length());
      return Text.like(text, change.apply(Text.of(text)));
    };
  }

  /** Words begin behind white space, hyphens and opening brackets. */
  private static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int start = 0;
    for (int at = 0; at <= text.length(); at++) {
      boolean isBoundary = at == text.length() || isBoundary(text.charAt(at));
      if (isBoundary) {
        if (start < at) {
          int end = text.offsetByCodePoints(start, 1);
          out.append(Text.upper(text.substring(start, end)));
          out.append(Text.lower(text.substring(end, at)));
        }

        out.append(at == text.length() ? "" : text.substring(at, at + 1));
        start = at + 1;
      }
    }

    return out.toString();
  }

  private static boolean isBoundary(char character) {
    return "-({[<".indexOf(character) >= 0 || Text.isSpace(character);
  }

  private static Object trim(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("trim", 0, "chars");
    Object text = soft(scope, value);
    scope.budget().text(Text.of(text).length());
    return Text.like(
        text,
        bound.isNone(0)
            ? Text.strip(Text.of(text), Text.Ends.BOTH)
            : Text.strip(Text.of(text), bound.text(0), Text.Ends.BOTH));
  }

  private static Object replace(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("replace", 2, "old", "new", "count");
    Budget budget = scope.budget();
    return Text.replace(
        budget,
        Representation.printed(budget, value),
        Representation.printed(budget, bound.get(0)),
        Representation.printed(budget, bound.get(1)),
        bound.isNone(2) ? -1 : bound.integer(2, -1));
  }

  private static Object join(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("join", 0, "d", "attribute");
    Budget budget = scope.budget();
    String separator = bound.has(0) ? Representation.printed(budget, bound.get(0)) : "";
    StringBuilder out = new StringBuilder();
    String between = "";
    for (Object item : Values.list(budget, value)) {
      Object part = bound.isNone(1) ? item : Attributes.path(budget, item, bound.get(1));
      out.append(between).append(Representation.printed(budget, part));
      budget.spend(1);
      if (out.length() > Budget.LONGEST_TEXT) {
        budget.text(out.length());
      }

      between = separator;
    }

    budget.text(out.length());
    return out.toString();
  }

  private static Object indent(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("indent", 0, "width", "first", "blank");
    Object width = bound.or(0, 4L);
    int spaces = Text.isText(width) ? 0 : Math.max(0, Numbers.index(width));
    scope.budget().text(spaces);
    String indentation = Text.isText(width) ? Text.of(width) : " ".repeat(spaces);
    String text = Text.of(Operators.add(scope.budget(), value, "\n"));
    List<Object> lines = Text.lines(text, false);
    scope.budget().text(text.length() + (long) indentation.length() * lines.size());
    StringBuilder out = new StringBuilder(bound.isTrue(1) ? indentation : "");
    for (int i = 0; i < lines.size(); i++) {
      String line = (String) lines.get(i);
      boolean isMoved = i > 0 && (bound.isTrue(2) || !line.isEmpty());
      out.append(i == 0 ? "" : "\n").append(isMoved ? indentation : "").append(line);
    }

    return Text.like(value, out.toString());
  }

  private static Object center(Scope scope, Object value, Arguments arguments) {
    Object width = arguments.bind("center", 0, "width").or(0, 80L);
    Callable center = TextMethods.of(soft(scope, value), "center");
    return center == null ? value : center.call(scope, Arguments.of(width));
  }

  private static Object truncate(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("truncate", 0, "length", "killwords", "end", "leeway");
    String text = Text.of(soft(scope, value));
    String end = bound.has(2) ? bound.text(2) : "...";
    int length = bound.integer(0, 255);
    int leeway = bound.isNone(3) ? 5 : bound.integer(3, 5);
    if (length < Text.length(end) || leeway < 0) {
      throw new TemplateException(
          "expected length >= %d, got %d".formatted(Text.length(end), length));
    }

    if (Text.length(text) <= (long) length + leeway) {
      return text;
    }

    String cut = text.substring(0, text.offsetByCodePoints(0, length - Text.length(end)));
    int space = bound.isTrue(1) ? -1 : cut.lastIndexOf(' ');
    return (space < 0 ? cut : cut.substring(0, space)) + end;
  }

  private static Object wordCount(Scope scope, Object value, Arguments arguments) {
    Matcher words = WORD.matcher(Text.of(soft(scope, value)));
    return words.results().count();
  }

  private static Object stripTags(Scope scope, Object value, Arguments arguments) {
    String text = TAG.matcher(Text.of(soft(scope, value))).replaceAll("");
    return String.join(" ", Splitting.onSpace(text, -1));
  }

  private static Object format(Scope scope, Object value, Arguments arguments) {
    if (!arguments.positional().isEmpty() && !arguments.named().isEmpty()) {
      throw new TemplateException("can't handle positional and keyword arguments at the same time");
    }

    Object values = new Tuple(arguments.positional());
    if (!arguments.named().isEmpty()) {
      Dictionary named = new Dictionary();
      arguments.named().forEach(named::put);
      values = named;
    }

    return Operators.modulo(scope.budget(), soft(scope, value), values);
  }

  /** The one of transformers, not of Jinja2: nothing is escaped for HTML. */
  private static Object toJson(Scope scope, Object value, Arguments arguments) {
    Arguments.Bound bound =
        arguments.bind("tojson", 0, "ensure_ascii", "indent", "separators", "sort_keys");
    boolean isOneLine = bound.isNone(1);
    Object width = bound.or(1, 0L);
    String indent =
        isOneLine
            ? ""
            : Text.isText(width) ? Text.of(width) : " ".repeat(Math.max(0, spaces(width)));
    List<Object> separators = new ArrayList<>(List.of(isOneLine ? ", " : ",", ": "));
    if (!bound.isNone(2)) {
      separators = Values.list(scope.budget(), bound.get(2));
      if (separators.size() != 2) {
        throw new TemplateException("tojson() needs 2 separators, not " + separators.size());
      }
    }

    Json.Style style =
        new Json.Style(
            indent,
            isOneLine,
            Representation.printed(scope.budget(), separators.get(0)),
            Representation.printed(scope.budget(), separators.get(1)),
            bound.isTrue(3),
            bound.isTrue(0));
    return Json.of(scope.budget(), value, style);
  }

  private static int spaces(Object width) {
    int spaces = Numbers.index(width);
    if (spaces > 1000) {
      throw new TemplateException("tojson() indents by %d: allowed are 1000".formatted(spaces));
    }

    return spaces;
  }

  private static Object urlEncode(Scope scope, Object value) {
    if (value instanceof Dictionary || !Text.isText(value) && Values.isIterable(value)) {
      Object pairs = value instanceof Dictionary dictionary ? dictionary.items() : value;
      List<String> parts = new ArrayList<>();
      for (Object pair : Values.list(scope.budget(), pairs)) {
        List<Object> two = Values.list(scope.budget(), pair);
        parts.add(quoted(scope, two.get(0), "") + "=" + quoted(scope, two.get(1), ""));
      }

      return String.join("&", parts).replace("%20", "+");
    }

    return quoted(scope, value, "/");
  }

  private static String quoted(Scope scope, Object value, String kept) {
    StringBuilder out = new StringBuilder();
    byte[] bytes =
        Representation.printed(scope.budget(), value)
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (byte unit : bytes) {
      char character = (char) (unit & 0xFF);
      boolean isPlain =
          character < 0x80
              && (Character.isLetterOrDigit(character) || "_.-~".indexOf(character) >= 0);
      if (isPlain || kept.indexOf(character) >= 0) {
        out.append(character);
      } else {
        out.append("%%%02X".formatted((int) character));
      }
    }

    scope.budget().text(out.length());
    return out.toString();
  }
}
