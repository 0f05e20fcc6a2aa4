package org.touchstone.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Values as the record wants them: numbers from their spelling, the user's folder for {@code ~}.
 */
final class SettingsTypes {

  private static final Set<Type> NUMBERS =
      Set.of(int.class, long.class, double.class, Integer.class, Long.class, Double.class);

  private SettingsTypes() {}

  /** Returns the tree with texts that stand for numbers or for the user's folder replaced. */
  static ObjectNode fit(ObjectNode tree, Type type) {
    ObjectNode fitted = JsonNodeFactory.instance.objectNode();
    tree.properties()
        .forEach(
            entry ->
                fitted.set(
                    entry.getKey(),
                    fitValue(entry.getValue(), SettingsTree.componentType(type, entry.getKey()))));
    return fitted;
  }

  private static JsonNode fitValue(JsonNode value, Type type) {
    if (value instanceof ObjectNode mapping) {
      return fit(mapping, type);
    }

    if (value instanceof ArrayNode list) {
      ArrayNode fitted = JsonNodeFactory.instance.arrayNode();
      list.forEach(item -> fitted.add(fitValue(item, itemType(type))));
      return fitted;
    }

    if (!value.isTextual()) {
      return value;
    }

    if (NUMBERS.contains(type)) {
      JsonNode number = SettingsYaml.number(value.textValue());
      return number == null ? value : number;
    }

    return value.textValue().startsWith("~/")
        ? JsonNodeFactory.instance.textNode(
            System.getProperty("user.home") + value.textValue().substring(1))
        : value;
  }

  private static Type itemType(Type type) {
    return type instanceof ParameterizedType list
            && list.getRawType() instanceof Class<?> raw
            && Collection.class.isAssignableFrom(raw)
        ? list.getActualTypeArguments()[0]
        : type;
  }

  /** What a value must be, in words. */
  static String needed(Class<?> type) {
    if (type == int.class || type == long.class || type == Integer.class || type == Long.class) {
      return "a whole number is needed";
    }

    if (type == double.class || type == Double.class || type == float.class) {
      return "a number is needed, with a point as decimal mark";
    }

    if (type == boolean.class || type == Boolean.class) {
      return "true or false is needed";
    }

    if (type == String.class) {
      return "a text is needed";
    }

    if (Collection.class.isAssignableFrom(type)) {
      return "a list is needed, such as [a, b]";
    }

    return Map.class.isAssignableFrom(type) || type.isRecord() || type.isInterface()
        ? "a mapping of keys is needed, such as {key: value}"
        : "another kind of value is needed";
  }
}
