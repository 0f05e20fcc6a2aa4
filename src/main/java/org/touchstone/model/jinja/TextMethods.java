package org.touchstone.model.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The methods of Python's {@code str}. */
final class TextMethods {

  private TextMethods() {}

  /** Returns a method of a text, null if there is none of that name. */
  static @Nullable Callable of(Object value, String name) {
    String text = Text.of(value);
    return switch (name) {
      case "upper" -> changed(name, value, Text::upper);
      case "lower" -> changed(name, value, Text::lower);
      case "casefold" -> changed(name, value, whole -> Text.lower(Text.upper(whole)));
      case "title" -> changed(name, value, Text::title);
      case "capitalize" -> changed(name, value, Text::capitalised);
      case "swapcase" -> changed(name, value, TextMethods::swapped);
      case "strip" -> (scope, arguments) -> strip(value, Text.Ends.BOTH, arguments);
      case "lstrip" -> (scope, arguments) -> strip(value, Text.Ends.LEFT, arguments);
      case "rstrip" -> (scope, arguments) -> strip(value, Text.Ends.RIGHT, arguments);
      case "split" -> (scope, arguments) -> split(value, scope, arguments);
      case "rsplit" -> (scope, arguments) -> rightSplit(value, scope, arguments);
      case "splitlines" -> (scope, arguments) -> lines(value, arguments);
      case "partition" -> (scope, arguments) -> partition(value, arguments);
      case "rpartition" -> (scope, arguments) -> rightPartition(value, arguments);
      case "replace" -> (scope, arguments) -> replace(value, scope, arguments);
      case "join" -> (scope, arguments) -> join(value, scope, arguments);
      case "format" ->
          (scope, arguments) -> Text.like(value, new BraceFormat(scope, value, arguments).format());
      case "format_map" -> (scope, arguments) -> formatMap(value, scope, arguments);
      case "startswith", "endswith" -> (scope, arguments) -> hasEnd(text, name, arguments);
      case "removeprefix", "removesuffix" -> (scope, arguments) -> remove(value, name, arguments);
      case "find", "rfind", "index", "rindex" -> (scope, arguments) -> find(text, name, arguments);
      case "count" -> (scope, arguments) -> count(text, scope, arguments);
      case "center", "ljust", "rjust" ->
          (scope, arguments) -> justify(value, name, scope, arguments);
      case "zfill" -> (scope, arguments) -> zeroFilled(value, scope, arguments);
      case "expandtabs" -> (scope, arguments) -> expanded(value, scope, arguments);
      default -> predicate(text, name);
    };
  }

  private static @Nullable Callable predicate(String text, String name) {
    return switch (name) {
      case "isupper" -> says(name, () -> Text.isAll(text, true));
      case "islower" -> says(name, () -> Text.isAll(text, false));
      case "istitle" -> says(name, () -> text.equals(Text.title(text)) && hasCased(text));
      case "isspace" -> says(name, () -> all(text, Text::isSpace));
      case "isalpha" -> says(name, () -> all(text, Character::isLetter));
      case "isdigit", "isdecimal" -> says(name, () -> all(text, Character::isDigit));
      case "isnumeric" -> says(name, () -> all(text, TextMethods::isNumeric));
      case "isalnum" -> says(name, () -> all(text, c -> Character.isLetter(c) || isNumeric(c)));
      case "isascii" -> says(name, () -> text.chars().allMatch(c -> c < 0x80));
      case "isprintable" ->
          says(name, () -> text.codePoints().allMatch(Representation::isPrintable));
      case "isidentifier" -> says(name, () -> Lexer.isIdentifier(text));
      default -> null;
    };
  }

  private static boolean isNumeric(int character) {
    int type = Character.getType(character);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  private static boolean hasCased(String text) {
    return text.codePoints().anyMatch(Text::isCased);
  }

  private static boolean all(String text, IntPredicate test) {
    return !text.isEmpty() && text.codePoints().allMatch(test);
  }

  private static Callable says(String name, java.util.function.BooleanSupplier answer) {
    return (scope, arguments) -> {
      arguments.bind(name, 0);
      return answer.getAsBoolean();
    };
  }

  private static Callable changed(String name, Object value, Function<String, String> change) {
    return (scope, arguments) -> {
      arguments.bind(name, 0);
      scope.budget().text(Text.of(value).length());
      return Text.like(value, change.apply(Text.of(value)));
    };
  }

  private static String swapped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              String whole = Character.toString(character);
              out.append(Character.isUpperCase(character) ? Text.lower(whole) : Text.upper(whole));
            });
    return out.toString();
  }

  private static Object strip(Object value, Text.Ends ends, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("strip", 0, "chars");
    return Text.like(
        value,
        bound.isNone(0)
            ? Text.strip(Text.of(value), ends)
            : Text.strip(Text.of(value), bound.text(0), ends));
  }

  private static Object split(Object value, Scope scope, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("split", 0, "sep", "maxsplit");
    String text = Text.of(value);
    scope.budget().text(text.length());
    int most = bound.integer(1, -1);
    List<String> parts =
        bound.isNone(0)
            ? Splitting.onSpace(text, most)
            : Splitting.on(text, separator(bound), most);
    return like(value, parts);
  }

  private static Object rightSplit(Object value, Scope scope, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("rsplit", 0, "sep", "maxsplit");
    String text = Text.of(value);
    scope.budget().text(text.length());
    int most = bound.integer(1, -1);
    List<String> parts =
        bound.isNone(0)
            ? Splitting.onSpaceFromRight(text, most)
            : Splitting.onFromRight(text, separator(bound), most);
    return like(value, parts);
  }

  private static String separator(Arguments.Bound bound) {
    if (bound.text(0).isEmpty()) {
      throw new TemplateException("empty separator");
    }

    return bound.text(0);
  }

  private static List<Object> like(Object value, List<String> parts) {
    List<Object> list = new ArrayList<>(parts.size());
    parts.forEach(part -> list.add(Text.like(value, part)));
    return list;
  }

  private static Object lines(Object value, Arguments arguments) {
    boolean keepEnds = arguments.bind("splitlines", 0, "keepends").isTrue(0);
    return Text.lines(Text.of(value), keepEnds);
  }

  private static Object partition(Object value, Arguments arguments) {
    String separator = separator(arguments.bind("partition", 1, "sep"));
    String text = Text.of(value);
    int at = text.indexOf(separator);
    return at < 0
        ? Tuple.of(value, "", "")
        : Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
  }

  private static Object rightPartition(Object value, Arguments arguments) {
    String separator = separator(arguments.bind("rpartition", 1, "sep"));
    String text = Text.of(value);
    int at = text.lastIndexOf(separator);
    return at < 0
        ? Tuple.of("", "", value)
        : Tuple.of(text.substring(0, at), separator, text.substring(at + separator.length()));
  }

  private static Object replace(Object value, Scope scope, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("replace", 2, "old", "new", "count");
    String replacement = bound.text(1);
    if (value instanceof Markup) {
      replacement = Markup.escaped(scope.budget(), bound.get(1)).text();
    }

    return Text.like(
        value,
        Text.replace(
            scope.budget(), Text.of(value), bound.text(0), replacement, bound.integer(2, -1)));
  }

  private static Object join(Object value, Scope scope, Arguments arguments) {
    List<Object> items = Values.list(scope.budget(), arguments.bind("join", 1, "iterable").get(0));
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      Object item = items.get(i);
      if (!Text.isText(item)) {
        throw new TemplateException(
            "sequence item %d: expected str instance, %s found"
                .formatted(i, Values.typeName(item)));
      }

      Object part = value instanceof Markup ? Markup.escaped(scope.budget(), item) : item;
      out.append(i == 0 ? "" : Text.of(value)).append(Text.of(part));
      scope.budget().text(Text.of(part).length());
      if (out.length() > Budget.LONGEST_TEXT) {
        scope.budget().text(out.length());
      }
    }

    return Text.like(value, out.toString());
  }

  private static Object formatMap(Object value, Scope scope, Arguments arguments) {
    Object mapping = arguments.bind("format_map", 1, "mapping").get(0);
    return Text.like(
        value, new BraceFormat(scope, value, Globals.named(scope.budget(), mapping)).format());
  }

  private static Object hasEnd(String text, String name, Arguments arguments) {
    Arguments.Bound bound = arguments.bind(name, 1, "prefix", "start", "end");
    String part = part(text, bound);
    List<Object> ends =
        bound.get(0) instanceof Tuple tuple
            ? tuple.items()
            : Collections.singletonList(bound.get(0));
    for (Object end : ends) {
      if (!Text.isText(end)) {
        throw new TemplateException(
            "%s first arg must be str or a tuple of str, not %s"
                .formatted(name, Values.typeName(end)));
      }

      String whole = Text.of(end);
      if ("startswith".equals(name) ? part.startsWith(whole) : part.endsWith(whole)) {
        return true;
      }
    }

    return false;
  }

  private static String part(String text, Arguments.Bound bound) {
    return bound.isNone(1) && bound.isNone(2)
        ? text
        : Text.slice(text, Slices.bounds(Text.length(text), bound.get(1), bound.get(2), None.NONE));
  }

  private static Object remove(Object value, String name, Arguments arguments) {
    String affix = arguments.bind(name, 1, "affix").text(0);
    String text = Text.of(value);
    if ("removeprefix".equals(name)) {
      return text.startsWith(affix) ? Text.like(value, text.substring(affix.length())) : value;
    }

    return !affix.isEmpty() && text.endsWith(affix)
        ? Text.like(value, text.substring(0, text.length() - affix.length()))
        : value;
  }

  private static Object find(String text, String name, Arguments arguments) {
    Arguments.Bound bound = arguments.bind(name, 1, "sub", "start", "end");
    String part = part(text, bound);
    String sought = bound.text(0);
    int unit = name.startsWith("r") ? part.lastIndexOf(sought) : part.indexOf(sought);
    if (unit < 0) {
      if (name.endsWith("index")) {
        throw new TemplateException("substring not found");
      }

      return -1L;
    }

    int skipped =
        bound.isNone(1)
            ? 0
            : Slices.bounds(Text.length(text), bound.get(1), None.NONE, None.NONE).start();
    return (long) skipped + part.codePointCount(0, unit);
  }

  private static Object count(String text, Scope scope, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("count", 1, "sub", "start", "end");
    String part = part(text, bound);
    String sought = bound.text(0);
    scope.budget().spend(part.length());
    if (sought.isEmpty()) {
      return (long) Text.length(part) + 1;
    }

    long count = 0;
    for (int at = part.indexOf(sought); at >= 0; at = part.indexOf(sought, at + sought.length())) {
      count++;
    }

    return count;
  }

  private static Object justify(Object value, String name, Scope scope, Arguments arguments) {
    Arguments.Bound bound = arguments.bind(name, 1, "width", "fillchar");
    String fill = bound.has(1) ? bound.text(1) : " ";
    String text = Text.of(value);
    int room = Math.max(0, bound.integer(0, 0) - Text.length(text));
    scope.budget().text((long) room + text.length());
    int left =
        switch (name) {
          case "ljust" -> 0;
          case "rjust" -> room;
          default -> room / 2 + (room & bound.integer(0, 0) & 1);
        };
    return Text.like(value, fill.repeat(left) + text + fill.repeat(room - left));
  }

  private static Object zeroFilled(Object value, Scope scope, Arguments arguments) {
    int width = arguments.bind("zfill", 1, "width").integer(0, 0);
    String text = Text.of(value);
    int room = Math.max(0, width - Text.length(text));
    scope.budget().text((long) room + text.length());
    boolean hasSign = text.startsWith("-") || text.startsWith("+");
    return (hasSign ? text.substring(0, 1) : "")
        + "0".repeat(room)
        + (hasSign ? text.substring(1) : text);
  }

  private static Object expanded(Object value, Scope scope, Arguments arguments) {
    int size = arguments.bind("expandtabs", 0, "tabsize").integer(0, 8);
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (Object character : Text.characters(Text.of(value))) {
      if ("\t".equals(character)) {
        int spaces = size <= 0 ? 0 : size - column % size;
        scope.budget().text((long) out.length() + spaces);
        out.append(" ".repeat(spaces));
        column += spaces;
      } else {
        out.append(character);
        column = "\n".equals(character) || "\r".equals(character) ? 0 : column + 1;
      }
    }

    return Text.like(value, out.toString());
  }
}
