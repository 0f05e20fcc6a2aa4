package org.touchstone.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;

/**
 * Conversations as the variables that transformers passes to a chat template: each message a map
 * with every key that it came with, tools and documents as lists, null where there are none.
 */
final class TemplateVariables {

  private static final JsonMapper JSON = new JsonMapper();

  private TemplateVariables() {}

  static List<Map<String, @Nullable Object>> messages(List<Message> messages) {
    List<Map<String, @Nullable Object>> turns = new ArrayList<>(messages.size());
    for (Message message : messages) {
      turns.add(message(message));
    }

    return turns;
  }

  /** Keys that a message does not have are left out, so that a template finds them undefined. */
  private static Map<String, @Nullable Object> message(Message message) {
    Map<String, @Nullable Object> turn = new LinkedHashMap<>();
    turn.put("role", message.role().label());
    turn.put("content", message.content());
    put(turn, "name", message.name());
    put(turn, "reasoning_content", message.reasoningContent());
    put(turn, "tool_calls", tree(message.toolCalls()));
    put(turn, "tool_call_id", message.toolCallId());
    if (tree(message.extra()) instanceof Map<?, ?> extra) {
      extra.forEach((key, value) -> turn.put(String.valueOf(key), value));
    }

    return turn;
  }

  static Map<String, @Nullable Object> context(Context context) {
    Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    variables.put("tools", tree(context.tools()));
    variables.put("documents", tree(context.documents()));
    return variables;
  }

  private static void put(Map<String, @Nullable Object> turn, String key, @Nullable Object value) {
    if (value != null) {
      turn.put(key, value);
    }
  }

  /** Maps, lists and plain values of a JSON text; null if there is no text. */
  static @Nullable Object tree(@Nullable String json) {
    if (json == null) {
      return null;
    }

    try {
      return JSON.readValue(json, Object.class);
    } catch (JsonProcessingException e) {
      throw new UnencodableException(
          "Cannot encode a conversation: its tools, tool calls or further keys are no JSON (%s)"
              .formatted(e.getOriginalMessage()),
          e);
    }
  }
}
