package org.touchstone.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Merging, assigning and checking keys of a tree of settings. */
final class SettingsTree {

  private static final PropertyNamingStrategies.NamingBase KEBAB =
      (PropertyNamingStrategies.NamingBase) PropertyNamingStrategies.KEBAB_CASE;

  private static final String KIND = "kind";

  private SettingsTree() {}

  /**
   * Lays one tree over another. A mapping that is a record is merged key by key; one that is a
   * {@code Map}, whose keys are the user's own, is replaced.
   */
  static ObjectNode merge(ObjectNode lower, ObjectNode upper, Type type) {
    ObjectNode merged = lower.deepCopy();
    for (Map.Entry<String, JsonNode> entry : upper.properties()) {
      JsonNode below = merged.get(entry.getKey());
      Type component = componentType(type, entry.getKey());
      boolean both =
          below instanceof ObjectNode
              && entry.getValue() instanceof ObjectNode
              && component instanceof Class<?> known
              && (known.isRecord() || sameKind(below, entry.getValue()));
      merged.set(
          entry.getKey(),
          both
              ? merge((ObjectNode) below, (ObjectNode) entry.getValue(), component)
              : entry.getValue().deepCopy());
    }

    return merged;
  }

  /** The type of a key's value: {@code Object} where the record does not say. */
  static Type componentType(Type type, String key) {
    if (type instanceof Class<?> record && record.isRecord()) {
      for (RecordComponent component : record.getRecordComponents()) {
        if (KEBAB.translate(component.getName()).equals(key)) {
          return component.getGenericType();
        }
      }
    }

    return type instanceof ParameterizedType map && map.getRawType() == Map.class
        ? map.getActualTypeArguments()[1]
        : Object.class;
  }

  /** A mapping of another kind has other keys, unless all kinds are one record, so it replaces. */
  private static boolean sameKind(JsonNode below, JsonNode above) {
    return !above.has(KIND) || above.get(KIND).equals(below.get(KIND));
  }

  static void assign(ObjectNode tree, String dottedKey, JsonNode value) {
    String[] keys = dottedKey.split("\\.", -1);
    ObjectNode node = tree;
    for (int i = 0; i < keys.length - 1; i++) {
      JsonNode child = node.get(keys[i]);
      node = child instanceof ObjectNode mapping ? mapping : node.putObject(keys[i]);
    }

    node.set(keys[keys.length - 1], value);
  }

  /** One sentence part for each key, at any depth, that the record type does not have. */
  static List<String> unknownKeys(ObjectNode tree, Class<?> type, List<String> alsoKnown) {
    List<String> problems = new ArrayList<>();
    collectUnknown(tree, type, "", alsoKnown, problems);
    return problems;
  }

  private static void collectUnknown(
      JsonNode tree, Type type, String prefix, List<String> alsoKnown, List<String> problems) {
    if (type instanceof Class<?> record && record.isRecord() && tree.isObject()) {
      Map<String, Type> known =
          Arrays.stream(record.getRecordComponents())
              .collect(
                  Collectors.toMap(
                      c -> KEBAB.translate(c.getName()), RecordComponent::getGenericType));
      alsoKnown.forEach(key -> known.put(key, Object.class));
      tree.fields()
          .forEachRemaining(
              entry -> {
                Type child = known.get(entry.getKey());
                if (child == null) {
                  problems.add(unknown(prefix + entry.getKey(), entry.getKey(), prefix, known));
                } else {
                  collectUnknown(
                      entry.getValue(), child, prefix + entry.getKey() + ".", List.of(), problems);
                }
              });
    } else if (type instanceof ParameterizedType list && tree.isArray()) {
      tree.forEach(
          item ->
              collectUnknown(item, list.getActualTypeArguments()[0], prefix, List.of(), problems));
    }
  }

  private static String unknown(String path, String key, String prefix, Map<String, Type> known) {
    String nearest = Nearest.to(key, known.keySet());
    return nearest.isEmpty()
        ? "unknown key \"%s\"".formatted(path)
        : "unknown key \"%s\", the nearest is \"%s\"".formatted(path, prefix + nearest);
  }
}
