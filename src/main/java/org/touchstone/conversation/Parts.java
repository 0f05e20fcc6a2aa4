package org.touchstone.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a message says: a text, or a list of parts of text, whose texts follow one another
 * without anything between them, as chat templates join them. Images, sound and film are refused as
 * such: a reward of the text around them would be a reward of something else.
 */
final class Parts {

  private static final String TYPE = "type";
  private static final String TEXT = "text";
  private static final Set<String> TEXT_TYPES = Set.of(TEXT, "input_text", "output_text");
  private static final Set<String> REASONING_TYPES = Set.of("thinking", "reasoning");

  private Parts() {}

  /** Whether a value is a part of a message or a list of parts. */
  static boolean areParts(JsonNode value) {
    JsonNode first = value.isArray() ? value.path(0) : value;
    return first.isObject()
        && (first.path(TYPE).isTextual() || first.path(TEXT).isTextual() || first.has("parts"));
  }

  /** Returns the text of a content. */
  static String text(JsonNode content, String name) throws Refusal {
    if (content.isTextual()) {
      return Fields.whole(content.textValue(), name);
    }

    JsonNode parts = content.isObject() && content.has("parts") ? content.path("parts") : content;
    if (!parts.isContainerNode()) {
      throw Fields.wrongType(content, name, "a string");
    }

    if (parts.isEmpty()) {
      throw new Refusal(RejectionReason.EMPTY_TEXT, "field \"%s\" has no part".formatted(name));
    }

    StringBuilder text = new StringBuilder();
    for (JsonNode part : parts.isArray() ? parts : List.of(parts)) {
      text.append(part(part, name));
    }

    return Fields.whole(text.toString(), name);
  }

  /** Returns the reasoning among the parts of a content; null if there is none. */
  static @Nullable String reasoning(JsonNode content) {
    StringBuilder reasoning = new StringBuilder();
    for (JsonNode part : content) {
      if (REASONING_TYPES.contains(part.path(TYPE).asText())) {
        reasoning.append(part.path(part.path(TYPE).asText()).asText(part.path(TEXT).asText("")));
      }
    }

    return reasoning.isEmpty() ? null : reasoning.toString();
  }

  private static String part(JsonNode part, String name) throws Refusal {
    if (part.isTextual()) {
      return part.textValue();
    }

    String type = part.path(TYPE).asText(TEXT).toLowerCase(Locale.ROOT);
    refuseMedia(type, part, name);
    if (REASONING_TYPES.contains(type)) {
      return "";
    }

    if (!TEXT_TYPES.contains(type)) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "field \"%s\" has a part of type \"%s\", allowed is text".formatted(name, type));
    }

    JsonNode text = Fields.value(part, TEXT);
    if (!text.isTextual()) {
      throw Fields.wrongType(text, name + "." + TEXT, "a string");
    }

    return text.textValue();
  }

  private static void refuseMedia(String type, JsonNode part, String name) throws Refusal {
    for (String medium : Media.KINDS) {
      if (type.contains(medium) || part.hasNonNull(medium) || part.hasNonNull(medium + "_url")) {
        throw Media.refusal("field \"%s\" has a part of type \"%s\"".formatted(name, type));
      }
    }
  }
}
