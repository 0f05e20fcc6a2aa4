package org.touchstone.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/**
 * A prompt with the replies that a model is to judge. Nobody need have judged them before.
 *
 * @param prompt the turns before the replies; may be empty
 * @param context tools and documents
 * @param candidates the replies in the record's order, those that cannot be read with their reason
 */
public record Completion(List<Message> prompt, Context context, List<Candidate> candidates) {

  /** Fields that hold one reply. */
  public static final List<String> ONE =
      List.of("reply", "response", "completion", "output", "answer", "generation");

  /** Fields that hold several replies. */
  public static final List<String> SEVERAL =
      List.of("replies", "responses", "completions", "outputs", "answers", "generations");

  /** Fields of a record of people's preferences, which score leaves to ingest. */
  public static final List<String> PREFERENCE = List.of("chosen", "rejected");

  /** Fields of an element of several replies that is an object. */
  private static final List<String> WITHIN =
      List.of(
          "messages",
          "message",
          "reply",
          "response",
          "completion",
          "output",
          "answer",
          "text",
          "content");

  /** Whole dialogues, whose last turn is the reply where there is no other. */
  private static final List<String> DIALOGUES =
      List.of("messages", "conversations", "conversation", "dialogue", "dialog");

  public Completion {
    prompt = List.copyOf(prompt);
    candidates = List.copyOf(candidates);
  }

  /**
   * Returns every field that {@link #of} may read.
   *
   * @return names
   */
  public static List<String> names() {
    return Stream.of(Prompts.names(), ONE, SEVERAL, Media.FIELDS)
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /**
   * Finds where a table keeps its replies.
   *
   * @param fields names of its columns
   * @return the field with the replies, or with whole dialogues; empty if there is neither
   */
  public static Optional<String> field(List<String> fields) {
    return Stream.of(SEVERAL, ONE, DIALOGUES)
        .flatMap(List::stream)
        .filter(fields::contains)
        .findFirst();
  }

  /**
   * Reads a completion.
   *
   * @param record an object
   * @return the completion
   * @throws Refusal if no reply of the record can be scored, such as for its prompt
   */
  public static Completion of(JsonNode record) throws Refusal {
    Context context = Prompts.context(record);
    for (String name : SEVERAL) {
      if (record.hasNonNull(name)) {
        return several(record, name, context);
      }
    }

    Optional<String> one = one(record);
    if (one.isEmpty()) {
      return dialogue(record, context);
    }

    if (isList(record.path(one.get()))) {
      return several(record, one.get(), context);
    }

    List<Message> prompt = prompt(record);
    List<Message> turns = Turns.readReply(Fields.value(record, one.get()), one.get());
    Reply reply = new Reply(behind(prompt, turns), null);
    return new Completion(prompt, context, List.of(new Candidate(reply, null)));
  }

  /** Whether the field of one reply holds a list of several: texts, or lists of messages. */
  private static boolean isList(JsonNode value) {
    for (JsonNode element : value) {
      if (!element.isNull()) {
        return value.isArray() && (element.isTextual() || element.isArray());
      }
    }

    return false;
  }

  /** The field of the reply: rows of one table may name it differently, and have null elsewhere. */
  private static Optional<String> one(JsonNode record) {
    return Stream.concat(ONE.stream().filter(record::hasNonNull), ONE.stream().filter(record::has))
        .findFirst();
  }

  private static Completion several(JsonNode record, String name, Context context) throws Refusal {
    List<JsonNode> values = Fields.list(record, name);
    if (values.isEmpty()) {
      throw new Refusal(RejectionReason.WRONG_LENGTH, "field \"%s\" is empty".formatted(name));
    }

    List<Message> prompt = prompt(record);
    List<Candidate> candidates = new ArrayList<>(values.size());
    for (JsonNode value : values) {
      candidates.add(candidate(value, name, prompt));
    }

    return new Completion(prompt, context, candidates);
  }

  /** A reply that is the whole dialogue holds the prompt already. */
  private static List<Message> behind(List<Message> prompt, List<Message> turns) {
    int size = prompt.size();
    boolean whole = size > 0 && turns.size() > size && turns.subList(0, size).equals(prompt);
    return whole ? turns.subList(size, turns.size()) : turns;
  }

  private static Candidate candidate(JsonNode value, String name, List<Message> prompt) {
    try {
      if (value.isNull()) {
        throw new Refusal(RejectionReason.NULL_FIELD, "a reply of \"%s\" is null".formatted(name));
      }

      JsonNode within = value;
      if (value.isObject() && !Turns.areMessages(value)) {
        within =
            WITHIN.stream()
                .filter(value::hasNonNull)
                .findFirst()
                .map(value::get)
                .orElseThrow(() -> Fields.wrongType(value, name, "a reply"));
      }

      List<Message> turns = behind(prompt, Turns.readReply(within, name));
      return new Candidate(new Reply(turns, null), null);
    } catch (Refusal refusal) {
      return new Candidate(null, refusal);
    }
  }

  /** An empty list of turns is a prompt too: replies may be whole dialogues. */
  private static List<Message> prompt(JsonNode record) throws Refusal {
    JsonNode own = record.path("prompt");
    return own.isArray() && own.isEmpty()
        ? Prompts.behindSystem(record, List.of())
        : Prompts.read(record);
  }

  private static Completion dialogue(JsonNode record, Context context) throws Refusal {
    for (String name : DIALOGUES) {
      if (Turns.areMessages(record.path(name))) {
        List<Message> turns = Turns.readReply(record.path(name), name);
        int last = turns.size() - 1;
        Reply reply = new Reply(turns.subList(last, turns.size()), null);
        return new Completion(
            Prompts.behindSystem(record, turns.subList(0, last)),
            context,
            List.of(new Candidate(reply, null)));
      }
    }

    throw new Refusal(
        RejectionReason.MISSING_FIELD,
        "there is no reply, in one of the fields %s or %s".formatted(ONE, SEVERAL));
  }
}
