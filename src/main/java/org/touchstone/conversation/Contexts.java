package org.touchstone.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Context;

/** Reads the tools and documents of a conversation, lists or texts that hold them as JSON. */
final class Contexts {

  static final List<String> NAMES = List.of("tools", "documents", "functions");

  private Contexts() {}

  static Context of(JsonNode record) throws Refusal {
    Media.refuseIn(record);
    JsonNode tools = record.path(NAMES.get(0));
    JsonNode documents = record.path(NAMES.get(1));
    String known = list(tools, NAMES.get(0), "a list of functions");
    return new Context(
        known == null ? functions(record.path(NAMES.get(2)), NAMES.get(2)) : known,
        documents.path(0).isTextual() ? null : list(documents, NAMES.get(1), "a list of texts"));
  }

  /** Tools as they were called before: functions alone, without their type. */
  private static @Nullable String functions(JsonNode value, String name) throws Refusal {
    JsonNode list = value.isTextual() ? Fields.structure(value) : value;
    if (list == null || !list.isArray() || !list.path(0).has("name")) {
      return null;
    }

    ArrayNode tools = JsonNodeFactory.instance.arrayNode();
    list.forEach(
        function ->
            tools.addObject().put("type", "function").<ObjectNode>set("function", function));
    return Fields.whole(tools.toString(), name);
  }

  private static @Nullable String list(JsonNode value, String name, String needed) throws Refusal {
    boolean empty = value.isContainerNode() ? value.isEmpty() : value.asText("").isBlank();
    if (empty) {
      return null;
    }

    JsonNode list = value.isTextual() ? Fields.structure(value) : value;
    if (list == null || !list.isArray()) {
      throw Fields.wrongType(value, name, needed);
    }

    return list.isEmpty() ? null : Fields.whole(list.toString(), name);
  }
}
