package org.touchstone.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * Reads turns: a string, one message as an object, a list of messages, a list of parts of one
 * message, or a text that holds such a list as JSON or as Python prints it.
 *
 * <p>Contents are kept exactly as given: nothing is stripped.
 */
public final class Turns {

  private Turns() {}

  /**
   * Says whether a value is a message or a list of messages, or a text that holds one.
   *
   * @param value any value
   * @return whether it names its speakers
   */
  public static boolean areMessages(JsonNode value) {
    return messages(value) != null;
  }

  /**
   * Reads a field that is one turn of a role, or a list of messages.
   *
   * @param record an object
   * @param name of the field
   * @param role who speaks where the field is a text
   * @return at least one turn
   * @throws Refusal if the field is missing or is no turn
   */
  public static List<Message> read(JsonNode record, String name, Role role) throws Refusal {
    return of(Fields.value(record, name), name, role);
  }

  /**
   * Reads a value that is one turn of a role, or a list of messages.
   *
   * @param value any value
   * @param name how to call it in a refusal
   * @param role who speaks where the value is a text
   * @return at least one turn
   * @throws Refusal if it is no turn
   */
  public static List<Message> of(JsonNode value, String name, Role role) throws Refusal {
    JsonNode messages = messages(value);
    if (messages != null) {
      List<Message> turns = new ArrayList<>(messages.size());
      for (JsonNode message : messages) {
        turns.add(MessageReader.read(message, name));
      }

      return turns;
    }

    if (value.isArray() && value.isEmpty()) {
      throw new Refusal(RejectionReason.WRONG_LENGTH, "field \"%s\" has no turn".formatted(name));
    }

    if (Parts.areParts(value)) {
      return List.of(new Message(role, Parts.text(value, name)));
    }

    if (value.isArray()) {
      throw Fields.wrongType(value.get(0), name, "a message with role and content");
    }

    String text = Fields.textOf(value, name);
    if (Structures.looksLikeMessages(text)) {
      throw new Refusal(
          RejectionReason.UNPARSABLE_STRUCTURE,
          "field \"%s\" begins like printed messages, but is neither JSON nor a Python literal"
              .formatted(name));
    }

    return List.of(new Message(role, text));
  }

  /**
   * Reads a reply: a string, or messages of which the last is the assistant's.
   *
   * @param value any value
   * @param name how to call it in a refusal
   * @return at least one turn
   * @throws Refusal if it is no reply
   */
  public static List<Message> readReply(JsonNode value, String name) throws Refusal {
    return endingWithAssistant(of(value, name, Role.ASSISTANT), name);
  }

  /**
   * Returns a reply of one turn.
   *
   * @param text what the assistant says
   * @param author who wrote it; null if unknown
   * @return the reply
   */
  public static Reply reply(String text, @Nullable String author) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), author);
  }

  /**
   * Checks that turns end with something that the assistant says or does.
   *
   * @param turns at least one
   * @param name how to call them in a refusal
   * @return the turns
   * @throws Refusal if the last turn is another's or is blank
   */
  public static List<Message> endingWithAssistant(List<Message> turns, String name) throws Refusal {
    Message last = turns.get(turns.size() - 1);
    if (last.role() != Role.ASSISTANT) {
      throw new Refusal(
          RejectionReason.WRONG_LAST_ROLE,
          "field \"%s\" ends with a turn of the %s, must be the assistant"
              .formatted(name, last.role().label()));
    }

    if (last.isBlank()) {
      throw new Refusal(
          RejectionReason.EMPTY_TEXT, "the last turn of field \"%s\" is empty".formatted(name));
    }

    return turns;
  }

  /**
   * Counts the turns that both begin with, so that each keeps at least its last.
   *
   * @param one turns
   * @param other turns
   * @return how many are equal
   */
  public static int shared(List<Message> one, List<Message> other) {
    int shared = 0;
    int most = Math.min(one.size(), other.size()) - 1;
    while (shared < most && one.get(shared).equals(other.get(shared))) {
      shared++;
    }

    return shared;
  }

  /** The messages of a value, one message alone included; null if it holds none. */
  private static @Nullable JsonNode messages(JsonNode value) {
    JsonNode structure = value.isTextual() ? Fields.structure(value) : value;
    if (structure == null || structure.isEmpty() || value.isTextual() && !spelt(structure)) {
      return null;
    }

    if (structure.isObject()) {
      return MessageReader.isMessage(structure)
          ? JsonNodeFactory.instance.arrayNode().add(structure)
          : null;
    }

    return structure.isArray() && MessageReader.isMessage(structure.get(0)) ? structure : null;
  }

  /** A text that merely is JSON with a field "role" is a text. */
  private static boolean spelt(JsonNode structure) {
    JsonNode first = structure.isArray() ? structure.get(0) : structure;
    return first.has("role") && first.has("content") || first.has("from") && first.has("value");
  }
}
