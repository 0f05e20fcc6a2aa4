package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/** Conversations whose user's turns are a list of strings, and the assistant's another. */
final class Interleaved {

  private static final String PROMPT = "prompt";

  private Interleaved() {}

  /** Whether the prompt and a reply are both lists of strings. */
  static boolean isIn(JsonNode record, String reply) {
    return areStrings(record, PROMPT) && areStrings(record, reply);
  }

  /** Reads the turns in their order, ending with the assistant's last. */
  static List<Message> read(JsonNode record, String reply) throws Refusal {
    List<JsonNode> asked = Fields.list(record, PROMPT);
    List<JsonNode> said = Fields.list(record, reply);
    if (asked.size() != said.size()) {
      throw new Refusal(
          RejectionReason.WRONG_LENGTH,
          "field \"%s\" has %d turns and field \"%s\" %d, must have as many"
              .formatted(PROMPT, asked.size(), reply, said.size()));
    }

    List<Message> turns = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i).isNull() || said.get(i).isNull()) {
        throw new Refusal(
            RejectionReason.NULL_FIELD,
            "turn %d of field \"%s\" is null"
                .formatted(i + 1, asked.get(i).isNull() ? PROMPT : reply));
      }

      turns.addAll(Turns.of(asked.get(i), PROMPT, Role.USER));
      turns.addAll(Turns.of(said.get(i), reply, Role.ASSISTANT));
    }

    return Turns.endingWithAssistant(turns, reply);
  }

  private static boolean areStrings(JsonNode record, String name) {
    JsonNode value = record.path(name);
    JsonNode array = value.isArray() ? value : Fields.array(value);
    if (array == null || array.isEmpty()) {
      return false;
    }

    for (JsonNode element : array) {
      if (!element.isTextual() && !element.isNull()) {
        return false;
      }
    }

    return true;
  }
}
