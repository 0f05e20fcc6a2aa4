package org.touchstone.model.jinja;

import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The functions that every template may call. */
final class Globals {

  private Globals() {}

  static Map<String, Object> of(@Nullable LocalDateTime now) {
    Map<String, Object> globals = new HashMap<>();
    globals.put("range", (Callable) Globals::range);
    globals.put("dict", (Callable) Globals::dictionary);
    globals.put(
        "namespace", (Callable) (scope, arguments) -> new Namespace(dictionary(scope, arguments)));
    globals.put("cycler", (Callable) (scope, arguments) -> new Cycler(arguments.positional()));
    globals.put("joiner", (Callable) Globals::joiner);
    globals.put("raise_exception", (Callable) Globals::refuse);
    globals.put("strftime_now", (Callable) (scope, arguments) -> date(now, arguments));
    return globals;
  }

  private static Object range(Scope scope, Arguments arguments) {
    Arguments.Bound bound = arguments.bind("range", 1, "start", "stop", "step");
    int first = bound.integer(0, 0);
    return bound.has(1)
        ? new Range(first, bound.integer(1, 0), bound.integer(2, 1))
        : new Range(0, first, 1);
  }

  private static Dictionary dictionary(Scope scope, Arguments arguments) {
    Dictionary dictionary = new Dictionary();
    if (arguments.positional().size() > 1) {
      throw new TemplateException(
          "dict expected at most 1 argument, got %d".formatted(arguments.positional().size()));
    }

    for (Object source : arguments.positional()) {
      if (source instanceof Dictionary other) {
        dictionary.putAll(other);
      } else {
        putPairs(scope, source, dictionary);
      }
    }

    arguments.named().forEach(dictionary::put);
    return dictionary;
  }

  private static void putPairs(Scope scope, Object pairs, Dictionary dictionary) {
    for (Object pair : Values.list(scope.budget(), pairs)) {
      List<Object> two = Values.list(scope.budget(), pair);
      if (two.size() != 2) {
        throw new TemplateException(
            "dictionary update sequence element has length %d; 2 is required"
                .formatted(two.size()));
      }

      dictionary.put(scope.budget(), two.get(0), two.get(1));
    }
  }

  /** Turns a mapping into arguments by name. */
  static Arguments named(Budget budget, Object mapping) {
    if (!(mapping instanceof Dictionary dictionary)) {
      throw new TemplateException(
          "argument after ** must be a mapping, not " + Values.typeName(mapping));
    }

    Map<String, Object> named = new LinkedHashMap<>();
    for (Dictionary.Entry entry : dictionary.entries()) {
      if (!Text.isText(entry.key())) {
        throw new TemplateException("keywords must be strings");
      }

      named.put(Representation.printed(budget, entry.key()), entry.value());
    }

    return new Arguments(List.of(), named);
  }

  private static Object joiner(Scope scope, Arguments arguments) {
    Object separator = arguments.bind("joiner", 0, "sep").or(0, ", ");
    AtomicBoolean isUsed = new AtomicBoolean();
    return (Callable) (caller, none) -> isUsed.getAndSet(true) ? separator : "";
  }

  private static Object refuse(Scope scope, Arguments arguments) {
    Object message = arguments.bind("raise_exception", 1, "message").get(0);
    throw new TemplateException(Representation.printed(scope.budget(), message));
  }

  private static Object date(@Nullable LocalDateTime now, Arguments arguments) {
    String format = arguments.bind("strftime_now", 1, "format").text(0);
    if (now == null) {
      throw new TemplateException(
          "the template asks for today's date, and with it a text would get another reward on"
              + " another day: pin the date");
    }

    return Strftime.format(now, format);
  }

  /** Gives its values in turn, again and again. */
  static final class Cycler {

    private final List<Object> values;
    private int position;

    Cycler(List<Object> values) {
      if (values.isEmpty()) {
        throw new TemplateException("at least one item has to be provided");
      }

      this.values = values;
    }

    @Nullable Object attribute(String name) {
      return switch (name) {
        case "current" -> values.get(position);
        case "next" -> (Callable) (scope, arguments) -> next();
        case "reset" -> (Callable) (scope, arguments) -> reset();
        default -> null;
      };
    }

    private Object next() {
      Object value = values.get(position);
      position = (position + 1) % values.size();
      return value;
    }

    private Object reset() {
      position = 0;
      return None.NONE;
    }
  }
}
