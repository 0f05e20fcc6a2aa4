package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/**
 * Reads the prompt of a record: {@code prompt}, {@code instruction}, {@code question} or {@code
 * query}, a string or messages; behind an instruction its {@code input}, on a line of its own;
 * before it {@code system} and the {@code history} of earlier turns.
 */
final class Prompts {

  private static final List<String> NAMES = List.of("prompt", "instruction", "question", "query");
  private static final String INPUT = "input";
  private static final String HISTORY = "history";

  private Prompts() {}

  /** Whether a record has a prompt of its own. */
  static boolean isIn(JsonNode record) {
    return NAMES.stream().anyMatch(record::has);
  }

  static List<Message> read(JsonNode record) throws Refusal {
    List<Message> turns = new ArrayList<>();
    String system = Fields.optionalText(record, "system");
    if (system != null) {
      turns.add(new Message(Role.SYSTEM, system.strip()));
    }

    turns.addAll(history(record));
    String name = name(record);
    List<Message> last = Turns.read(record, name, Role.USER);
    String input = name.equals("instruction") ? Fields.optionalText(record, INPUT) : null;
    turns.addAll(input == null ? last : withInput(last, input));
    return turns;
  }

  private static String name(JsonNode record) {
    for (String name : NAMES) {
      if (record.has(name)) {
        return name;
      }
    }

    return record.has(INPUT) ? INPUT : NAMES.get(0);
  }

  private static List<Message> withInput(List<Message> turns, String input) {
    List<Message> longer = new ArrayList<>(turns);
    Message last = longer.remove(longer.size() - 1);
    longer.add(new Message(last.role(), last.content() + "\n" + input.strip()));
    return longer;
  }

  /** Pairs of what the user and the assistant said, or messages. */
  private static List<Message> history(JsonNode record) throws Refusal {
    @Nullable JsonNode history = record.get(HISTORY);
    if (history == null || history.isNull() || history.isEmpty() && history.isArray()) {
      return List.of();
    }

    if (Turns.areMessages(history)) {
      return Turns.read(record, HISTORY, Role.USER);
    }

    List<Message> turns = new ArrayList<>();
    for (JsonNode exchange : Fields.list(record, HISTORY)) {
      if (!exchange.isArray() || exchange.size() != 2) {
        throw new Refusal(
            RejectionReason.WRONG_LENGTH,
            "field \"%s\" must hold pairs of what the user and the assistant said"
                .formatted(HISTORY));
      }

      turns.addAll(Turns.of(exchange.get(0), HISTORY, Role.USER));
      turns.addAll(Turns.of(exchange.get(1), HISTORY, Role.ASSISTANT));
    }

    return turns;
  }
}
