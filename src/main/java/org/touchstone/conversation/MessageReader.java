package org.touchstone.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/**
 * Reads one message, fields by name in any order: {@code role} and {@code content} (OpenAI, Hugging
 * Face), or {@code from} and {@code value} (ShareGPT); {@code name}, {@code tool_calls}, {@code
 * tool_call_id}, {@code reasoning_content}. Keys that it does not know are kept in {@link
 * Message#extra}; a key that is null is as good as missing, since columnar files write it so.
 */
final class MessageReader {

  private static final List<String> SPEAKERS = List.of("role", "from", "speaker");
  private static final List<String> CONTENTS = List.of("content", "value", "text");
  private static final String CONTENT = "content";
  private static final String TOOL_CALLS = "tool_calls";
  private static final String FUNCTION_CALL = "function_call";
  private static final String TOOL_CALL_ID = "tool_call_id";
  private static final String NAME = "name";
  private static final String REASONING = "reasoning_content";

  /** Other names of the reasoning; templates that know them find them in the extra keys. */
  private static final List<String> REASONING_TOO = List.of("reasoning", "thinking");

  private static final Set<String> KNOWN =
      Set.of(NAME, TOOL_CALLS, FUNCTION_CALL, TOOL_CALL_ID, REASONING);

  private static final Map<String, Role> ROLES =
      Map.ofEntries(
          Map.entry("human", Role.USER),
          Map.entry("prompter", Role.USER),
          Map.entry("gpt", Role.ASSISTANT),
          Map.entry("chatgpt", Role.ASSISTANT),
          Map.entry("bing", Role.ASSISTANT),
          Map.entry("bard", Role.ASSISTANT),
          Map.entry("bot", Role.ASSISTANT),
          Map.entry("model", Role.ASSISTANT),
          Map.entry("ai", Role.ASSISTANT),
          Map.entry("function_call", Role.ASSISTANT),
          Map.entry("developer", Role.SYSTEM),
          Map.entry("function", Role.TOOL),
          Map.entry("observation", Role.TOOL),
          Map.entry("ipython", Role.TOOL),
          Map.entry("tool_response", Role.TOOL),
          Map.entry("tool_result", Role.TOOL));

  private MessageReader() {}

  /** Whether an object says who speaks. */
  static boolean isMessage(JsonNode value) {
    return value.isObject() && (value.hasNonNull("role") || value.hasNonNull("from"));
  }

  static Message read(JsonNode message, String name) throws Refusal {
    if (!message.isObject()) {
      throw Fields.wrongType(message, name, "a message with role and content");
    }

    Media.refuseIn(message);
    String speaker = present(message, SPEAKERS, SPEAKERS.get(0));
    Role role = role(Fields.text(message, speaker), name);
    String toolCalls = toolCalls(message, name);
    String contentKey = present(message, CONTENTS, speaker.equals("from") ? "value" : CONTENT);
    JsonNode content = message.path(contentKey);
    String reasoning = reasoning(message, content);
    return new Message(
        role,
        content(content, contentKey, name, toolCalls != null || reasoning != null),
        Fields.optionalText(message, NAME),
        toolCalls,
        Fields.optionalText(message, TOOL_CALL_ID),
        reasoning,
        extra(message, Set.of(speaker, contentKey), toolCalls != null && content.isNull()));
  }

  private static String present(JsonNode message, List<String> names, String otherwise) {
    return names.stream().filter(message::hasNonNull).findFirst().orElse(otherwise);
  }

  private static Role role(String speaker, String name) throws Refusal {
    String label = speaker.strip().toLowerCase(Locale.ROOT);
    Role known = ROLES.get(label);
    if (known != null) {
      return known;
    }

    try {
      return Role.of(label);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          RejectionReason.UNKNOWN_ROLE,
          "field \"%s\" has role \"%s\", allowed are system, user, assistant, tool"
              .formatted(name, speaker));
    }
  }

  /** A turn that calls tools or reasons need not say anything. */
  private static String content(JsonNode content, String key, String name, boolean doesMore)
      throws Refusal {
    if (content.isMissingNode() || content.isNull()) {
      if (doesMore) {
        return "";
      }

      throw new Refusal(
          content.isNull() ? RejectionReason.NULL_FIELD : RejectionReason.MISSING_FIELD,
          "a message of field \"%s\" has no %s".formatted(name, key));
    }

    return Parts.text(content, name + "." + key);
  }

  private static @Nullable String toolCalls(JsonNode message, String name) throws Refusal {
    JsonNode calls = message.path(TOOL_CALLS);
    JsonNode parsed = calls.isTextual() ? Fields.structure(calls) : calls;
    if (calls.isTextual() && !calls.textValue().isBlank() && parsed == null) {
      throw Fields.wrongType(calls, name + "." + TOOL_CALLS, "a list of calls");
    }

    if (parsed != null && parsed.isArray() && !parsed.isEmpty()) {
      return Fields.whole(parsed.toString(), TOOL_CALLS);
    }

    if (parsed != null && !parsed.isArray() && parsed.isContainerNode() && !parsed.isEmpty()) {
      throw Fields.wrongType(calls, name + "." + TOOL_CALLS, "a list of calls");
    }

    JsonNode call = message.path(FUNCTION_CALL);
    if (!call.isObject() || call.isEmpty()) {
      return null;
    }

    ObjectNode function = JsonNodeFactory.instance.objectNode();
    function.put("type", "function");
    function.set("function", call);
    return JsonNodeFactory.instance.arrayNode().add(function).toString();
  }

  private static @Nullable String reasoning(JsonNode message, JsonNode content) throws Refusal {
    String reasoning = Fields.optionalText(message, REASONING);
    for (String other : REASONING_TOO) {
      reasoning = reasoning == null ? Fields.optionalText(message, other) : reasoning;
    }

    return reasoning == null ? Parts.reasoning(content) : reasoning;
  }

  /** Every other key that is not null, sorted. */
  private static @Nullable String extra(JsonNode message, Set<String> read, boolean withoutContent)
      throws Refusal {
    TreeMap<String, JsonNode> others = new TreeMap<>();
    Iterator<Map.Entry<String, JsonNode>> fields = message.fields();
    while (fields.hasNext()) {
      Map.Entry<String, JsonNode> field = fields.next();
      boolean other = !KNOWN.contains(field.getKey()) && !read.contains(field.getKey());
      if (other && !field.getValue().isNull()) {
        others.put(field.getKey(), field.getValue());
      }
    }

    if (withoutContent) {
      others.put(CONTENT, JsonNodeFactory.instance.nullNode());
    }

    return others.isEmpty()
        ? null
        : Fields.whole(
            JsonNodeFactory.instance.objectNode().<ObjectNode>setAll(others).toString(), "extra");
  }
}
