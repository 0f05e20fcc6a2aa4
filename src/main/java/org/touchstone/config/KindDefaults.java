package org.touchstone.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Default keys of each kind of a mapping, such as {@code architecture}. The file of defaults lists
 * them under {@code kinds}; whoever names another kind gets the defaults of that kind, and may set
 * some of its keys. Keys of the kind that is no longer meant are dropped.
 */
final class KindDefaults {

  static final String KINDS = "kinds";

  private static final String KIND = "kind";

  /** Nothing has kinds. */
  static final KindDefaults NONE = new KindDefaults(JsonNodeFactory.instance.objectNode());

  private final ObjectNode kinds;

  private KindDefaults(ObjectNode kinds) {
    this.kinds = kinds;
  }

  /** Takes {@code kinds} out of a tree of defaults; the mappings themselves show one kind each. */
  static KindDefaults takenFrom(ObjectNode tree) {
    if (!(tree.remove(KINDS) instanceof ObjectNode kinds)) {
      return NONE;
    }

    for (String key : names(kinds)) {
      if (tree.path(key) instanceof ObjectNode shown) {
        ObjectNode ownKeys = shown.deepCopy();
        ownKeys.remove(KIND);
        ((ObjectNode) kinds.get(key)).set(shown.path(KIND).asText(), ownKeys);
      }
    }

    return new KindDefaults(kinds);
  }

  /**
   * Puts the defaults of a kind in place of a mapping of another kind, before keys are laid over.
   */
  void choose(ObjectNode tree, String key, JsonNode kind) {
    JsonNode defaults = kinds.path(key).path(kind.asText());
    boolean other = !kind.isMissingNode() && !kind.equals(tree.path(key).path(KIND));
    if (other && defaults.isObject()) {
      ObjectNode chosen = JsonNodeFactory.instance.objectNode();
      chosen.set(KIND, kind);
      chosen.setAll((ObjectNode) defaults.deepCopy());
      tree.set(key, chosen);
    }
  }

  /** Does so for every mapping of which other settings name a kind. */
  void chooseAll(ObjectNode tree, ObjectNode upper) {
    for (String key : names(kinds)) {
      choose(tree, key, upper.path(key).path(KIND));
    }
  }

  /** Does so for an assignment {@code KEY.kind=VALUE}. */
  void chooseAssigned(ObjectNode tree, String dottedKey, JsonNode value) {
    int dot = dottedKey.indexOf('.');
    if (dot > 0 && dottedKey.substring(dot + 1).equals(KIND)) {
      choose(tree, dottedKey.substring(0, dot), value);
    }
  }

  private static List<String> names(ObjectNode object) {
    return object.properties().stream().map(Map.Entry::getKey).toList();
  }
}
