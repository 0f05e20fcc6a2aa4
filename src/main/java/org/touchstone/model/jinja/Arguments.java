package org.touchstone.model.jinja;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call passes.
 *
 * @param positional arguments in order
 * @param named arguments by name, in order
 */
record Arguments(List<Object> positional, Map<String, Object> named) {

  static final Arguments NO_ARGUMENTS = new Arguments(List.of(), Map.of());

  static Arguments of(Object... positional) {
    return new Arguments(List.of(positional), Map.of());
  }

  /** Returns the arguments from a position on. */
  Arguments from(int position) {
    return new Arguments(
        positional.subList(Math.min(position, positional.size()), positional.size()), named);
  }

  /** Gives every argument its parameter, or says why it has none. */
  Bound bind(String function, int required, String... parameters) {
    if (positional.size() > parameters.length) {
      throw new TemplateException(
          "%s() takes at most %d arguments (%d given)"
              .formatted(function, parameters.length, positional.size()));
    }

    @Nullable Object[] values = new @Nullable Object[parameters.length];
    for (int i = 0; i < positional.size(); i++) {
      values[i] = positional.get(i);
    }

    Map<String, Object> left = new LinkedHashMap<>(named);
    for (int i = 0; i < parameters.length; i++) {
      Object value = left.remove(parameters[i]);
      if (value != null && values[i] != null) {
        throw new TemplateException(
            "%s() got multiple values for argument '%s'".formatted(function, parameters[i]));
      }

      values[i] = value == null ? values[i] : value;
      if (values[i] == null && i < required) {
        throw new TemplateException(
            "%s() missing a required argument: '%s'".formatted(function, parameters[i]));
      }
    }

    if (!left.isEmpty()) {
      throw new TemplateException(
          "%s() got an unexpected keyword argument '%s'"
              .formatted(function, left.keySet().iterator().next()));
    }

    return new Bound(function, Arrays.asList(values));
  }

  /** Arguments by the position of their parameter. */
  record Bound(String function, List<@Nullable Object> values) {

    boolean has(int parameter) {
      return values.get(parameter) != null;
    }

    /** True if the argument is absent or none. */
    boolean isNone(int parameter) {
      return !has(parameter) || get(parameter) == None.NONE;
    }

    Object get(int parameter) {
      return or(parameter, None.NONE);
    }

    Object or(int parameter, Object otherwise) {
      Object value = values.get(parameter);
      return value == null ? otherwise : value;
    }

    boolean isTrue(int parameter) {
      return has(parameter) && Values.isTrue(get(parameter));
    }

    int integer(int parameter, int otherwise) {
      return has(parameter) ? Numbers.index(get(parameter)) : otherwise;
    }

    /** Returns an argument that must be a text. */
    String text(int parameter) {
      Object value = get(parameter);
      if (!Text.isText(value)) {
        throw new TemplateException(
            "%s() argument must be str, not %s".formatted(function, Values.typeName(value)));
      }

      return Text.of(value);
    }
  }
}
