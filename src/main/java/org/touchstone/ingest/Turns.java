package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * Reads turns: a string, or a list of messages, each with {@code role} and {@code content} or with
 * {@code from} and {@code value}. Texts are stripped of outer white space.
 */
final class Turns {

  /** Speakers of the {@code from} dialect. */
  private static final Map<String, Role> SPEAKERS =
      Map.of("human", Role.USER, "gpt", Role.ASSISTANT, "observation", Role.TOOL);

  private Turns() {}

  /** Whether a value is a list of messages, or a text that holds one. */
  static boolean areMessages(JsonNode value) {
    return messages(value) != null;
  }

  /** Reads a field that is one turn of a role, or a list of messages. */
  static List<Message> read(JsonNode record, String name, Role role) throws Refusal {
    return of(Fields.value(record, name), name, role);
  }

  /** Reads a value that is one turn of a role, or a list of messages. */
  static List<Message> of(JsonNode value, String name, Role role) throws Refusal {
    JsonNode messages = value.isArray() ? value : messages(value);
    if (messages == null) {
      return List.of(new Message(role, Fields.textOf(value, name).strip()));
    }

    List<Message> turns = new ArrayList<>(messages.size());
    for (JsonNode message : messages) {
      turns.add(message(message, name));
    }

    if (turns.isEmpty()) {
      throw new Refusal(RejectionReason.WRONG_LENGTH, "field \"%s\" has no turn".formatted(name));
    }

    return turns;
  }

  /** Reads a reply: a string, or messages of which the last is the assistant's. */
  static List<Message> readReply(JsonNode value, String name) throws Refusal {
    return endingWithAssistant(of(value, name, Role.ASSISTANT), name);
  }

  /** Returns a reply of one turn. */
  static Reply reply(String text, @Nullable String author) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text.strip())), author);
  }

  static List<Message> endingWithAssistant(List<Message> turns, String name) throws Refusal {
    Message last = turns.get(turns.size() - 1);
    if (last.role() != Role.ASSISTANT) {
      throw new Refusal(
          RejectionReason.WRONG_LAST_ROLE,
          "field \"%s\" ends with a turn of the %s, must be the assistant"
              .formatted(name, last.role().label()));
    }

    if (last.content().isEmpty()) {
      throw new Refusal(
          RejectionReason.EMPTY_TEXT, "the last turn of field \"%s\" is empty".formatted(name));
    }

    return turns;
  }

  /** Counts the turns that both begin with, so that each keeps at least its last. */
  static int shared(List<Message> one, List<Message> other) {
    int shared = 0;
    int most = Math.min(one.size(), other.size()) - 1;
    while (shared < most && one.get(shared).equals(other.get(shared))) {
      shared++;
    }

    return shared;
  }

  private static @Nullable JsonNode messages(JsonNode value) {
    JsonNode array = value.isArray() ? value : Fields.array(value);
    boolean messages =
        array != null && !array.isEmpty() && (array.get(0).has("role") || array.get(0).has("from"));
    return messages ? array : null;
  }

  private static Message message(JsonNode message, String name) throws Refusal {
    if (!message.isObject()) {
      throw Fields.wrongType(message, name, "a message with role and content");
    }

    boolean roles = message.has("role");
    String speaker = Fields.text(message, roles ? "role" : "from");
    String content = content(Fields.value(message, roles ? "content" : "value"), name);
    return new Message(role(speaker, name), content);
  }

  private static Role role(String speaker, String name) throws Refusal {
    Role known = SPEAKERS.get(speaker);
    if (known != null) {
      return known;
    }

    try {
      return Role.of(speaker.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          RejectionReason.UNKNOWN_ROLE,
          "field \"%s\" has role \"%s\", allowed are system, user, assistant, tool"
              .formatted(name, speaker));
    }
  }

  /** A text, which may be empty as people's data has empty turns, or a list of parts of text. */
  private static String content(JsonNode content, String name) throws Refusal {
    if (content.isTextual()) {
      return Fields.whole(content.textValue(), name).strip();
    }

    if (!content.isArray()) {
      throw Fields.wrongType(content, name + ".content", "a string");
    }

    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(Fields.text(part, "text"));
    }

    return text.toString().strip();
  }
}
