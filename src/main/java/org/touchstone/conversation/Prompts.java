package org.touchstone.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;

/**
 * Reads the prompt of a record: the first field of {@link #NAMES} that says anything, a string or
 * messages; behind an {@code instruction} its {@code input}, on a line of its own; before it the
 * system's text and the {@code history} of earlier turns.
 */
public final class Prompts {

  /** Fields that are a prompt whatever stands beside them. */
  private static final List<String> PROMPTS =
      List.of(
          "prompt",
          "instruction",
          "question",
          "query",
          "Prompt",
          "Instruction",
          "Question",
          "Query");

  /** Fields that are the prompt where none of the former is there. */
  private static final List<String> OTHERS =
      List.of(
          "input",
          "Input",
          "messages",
          "conversations",
          "conversation",
          "dialogue",
          "dialog",
          "context",
          "post",
          "history",
          "text");

  /** Fields that may as well say something about the record: the prompt only if nothing else is. */
  private static final List<String> GUESSES =
      List.of("user_prompt", "user_input", "inputs", "problem", "request", "article");

  private static final List<String> SYSTEMS = List.of("system", "system_prompt", "system_message");
  private static final List<String> INSTRUCTIONS = List.of("instruction", "Instruction");
  private static final List<String> INPUTS = List.of("input", "Input");
  private static final String HISTORY = "history";

  private Prompts() {}

  /**
   * Says whether a record has a prompt of its own.
   *
   * @param record an object
   * @return whether there is a field to read it from
   */
  public static boolean isIn(JsonNode record) {
    return isNamed(record) || GUESSES.stream().anyMatch(name -> isText(record.path(name)));
  }

  /**
   * Says whether a record has a prompt under a name that means nothing else. Replies that hold the
   * whole dialogue need no other: beside them, a {@code problem} may be the kind of an offence.
   *
   * @param record an object
   * @return whether there is such a field
   */
  public static boolean isNamed(JsonNode record) {
    return PROMPTS.stream().anyMatch(record::has) || OTHERS.stream().anyMatch(record::hasNonNull);
  }

  /**
   * Says whether a table has a column that a prompt can be read from.
   *
   * @param columns names
   * @return whether one of them is the name of a prompt
   */
  public static boolean areIn(List<String> columns) {
    return promptNames().stream().anyMatch(columns::contains);
  }

  /**
   * Returns the names of the fields that may be a prompt.
   *
   * @return names, the surest first
   */
  public static List<String> promptNames() {
    List<String> names = new ArrayList<>(PROMPTS);
    names.addAll(OTHERS);
    names.addAll(GUESSES);
    return names;
  }

  /**
   * Returns the names of the fields that {@link #read} may take from.
   *
   * @return names
   */
  public static List<String> names() {
    List<String> names = new ArrayList<>(promptNames());
    names.addAll(SYSTEMS);
    names.addAll(Contexts.NAMES);
    return names;
  }

  /**
   * Reads the prompt.
   *
   * @param record an object with a prompt
   * @return the turns, at least one
   * @throws Refusal if there is none or it cannot be read
   */
  public static List<Message> read(JsonNode record) throws Refusal {
    String name = name(record);
    List<Message> last =
        name.equals(HISTORY) && !record.path(HISTORY).isTextual()
            ? List.of()
            : Turns.read(record, name, Role.USER);
    String input = INSTRUCTIONS.contains(name) ? input(record) : null;
    List<Message> turns = new ArrayList<>(before(record, name));
    turns.addAll(input == null ? last : withInput(last, input));
    if (turns.isEmpty()) {
      throw new Refusal(RejectionReason.WRONG_LENGTH, "field \"%s\" has no turn".formatted(name));
    }

    return behindSystem(record, turns);
  }

  /**
   * Puts the system's text of a record before turns that do not begin with it.
   *
   * @param record an object, with or without a system's text
   * @param turns of the conversation
   * @return the turns with the system's before them
   * @throws Refusal if the system's text cannot be read
   */
  public static List<Message> behindSystem(JsonNode record, List<Message> turns) throws Refusal {
    for (String name : SYSTEMS) {
      JsonNode value = record.path(name);
      if (value.isContainerNode() ? !value.isEmpty() : !value.asText("").isBlank()) {
        List<Message> system = Turns.of(value, name, Role.SYSTEM);
        if (!turns.isEmpty() && system.contains(turns.get(0))) {
          return turns;
        }

        List<Message> longer = new ArrayList<>(system);
        longer.addAll(turns);
        return longer;
      }
    }

    return turns;
  }

  /**
   * Reads what a conversation has beside its messages, and refuses one about images.
   *
   * @param record an object
   * @return tools and documents
   * @throws Refusal if either is no list, or the record holds images
   */
  public static Context context(JsonNode record) throws Refusal {
    return Contexts.of(record);
  }

  private static String name(JsonNode record) {
    for (String name : PROMPTS) {
      if (says(record.path(name))) {
        return name;
      }
    }

    for (String name : OTHERS) {
      if (says(record.path(name))) {
        return name;
      }
    }

    for (String name : GUESSES) {
      if (isText(record.path(name))) {
        return name;
      }
    }

    return PROMPTS.stream().filter(record::has).findFirst().orElse(PROMPTS.get(0));
  }

  private static @Nullable String input(JsonNode record) throws Refusal {
    for (String name : INPUTS) {
      if (record.hasNonNull(name)) {
        return Fields.optionalText(record, name);
      }
    }

    return null;
  }

  /** Numbers and objects under a name that is a guess are facts about the record. */
  private static boolean isText(JsonNode value) {
    return value.isTextual() ? !value.asText().isBlank() : Turns.areMessages(value);
  }

  private static boolean says(JsonNode value) {
    return value.isContainerNode() ? !value.isEmpty() : !value.asText("").isBlank();
  }

  private static List<Message> withInput(List<Message> turns, String input) {
    List<Message> longer = new ArrayList<>(turns);
    Message last = longer.remove(longer.size() - 1);
    longer.add(last.withContent(last.content() + "\n" + input));
    return longer;
  }

  /** Earlier turns: pairs of what the user and the assistant said, or messages. */
  private static List<Message> before(JsonNode record, String name) throws Refusal {
    @Nullable JsonNode history = record.get(HISTORY);
    boolean none = history == null || history.isNull() || history.isArray() && history.isEmpty();
    if (none || name.equals(HISTORY) && record.path(HISTORY).isTextual()) {
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
