package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/** Reads records as a {@link Mapping} says. */
final class MappedReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String EACH = "each";

  private final Mapping mapping;
  private final Map<String, JsonNode> lookup;

  /**
   * Prepares reading.
   *
   * @param mapping where things are
   * @param lookup the records of its lookup file by their keys
   */
  MappedReader(Mapping mapping, Map<String, JsonNode> lookup) {
    this.mapping = mapping;
    this.lookup = new HashMap<>(lookup);
  }

  @Override
  public boolean matches(JsonNode record) {
    return true;
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    if (mapping.reply() != null) {
      return Reading.of(ratedReply(record, mapping.reply(), source));
    }

    if (mapping.each() == null) {
      return Reading.of(comparison(record, source));
    }

    List<Comparison> judgements = new ArrayList<>();
    for (JsonNode each : FieldPath.of(mapping.each()).values(record, lookup)) {
      ObjectNode within = record.deepCopy();
      within.set(EACH, each);
      judgements.add(comparison(within, source));
    }

    if (judgements.isEmpty()) {
      throw new Refusal(
          RejectionReason.MISSING_FIELD,
          "there is no judgement at \"%s\"".formatted(mapping.each()));
    }

    return Reading.of(judgements);
  }

  private RatedReply ratedReply(JsonNode record, String path, String source) throws Refusal {
    JsonNode value = FieldPath.of(path).value(record, lookup);
    List<String> authors = texts(record, mapping.authors());
    Reply reply =
        new Reply(Turns.readReply(value, path), authors.isEmpty() ? null : authors.get(0));
    return new RatedReply(prompt(record), reply, rating(record), origin(record, source));
  }

  /** The words of several fields stand for one number together. */
  private double rating(JsonNode record) throws Refusal {
    List<String> paths = mapping.ratings();
    JsonNode value = FieldPath.of(paths.get(0)).value(record, lookup);
    if (paths.size() == 1) {
      return number(value, paths.get(0));
    }

    List<String> words = new ArrayList<>();
    for (String path : paths) {
      words.add(FieldPath.of(path).value(record, lookup).asText());
    }

    return number(TextNode.valueOf(String.join(" ", words)), String.join(", ", paths));
  }

  private Comparison comparison(JsonNode record, String source) throws Refusal {
    List<Message> prompt = prompt(record);
    List<Reply> replies = replies(record);
    Origin origin = origin(record, source);
    if (mapping.bestFirst()) {
      return Candidates.bestFirst(prompt, replies, origin);
    }

    if (mapping.ranks() != null) {
      return Candidates.ranked(prompt, replies, numbers(record, mapping.ranks(), replies), origin);
    }

    if (!mapping.ratings().isEmpty()) {
      List<Double> ratings = numbers(record, mapping.ratings().get(0), replies);
      return Candidates.rated(prompt, replies, ratings, origin);
    }

    return judged(record, prompt, replies, String.valueOf(mapping.winner()), origin);
  }

  private Comparison judged(
      JsonNode record, List<Message> prompt, List<Reply> replies, String path, Origin origin)
      throws Refusal {
    if (replies.size() != 2) {
      throw new Refusal(
          RejectionReason.WRONG_LENGTH,
          "there are %d replies, must be 2 beside winner".formatted(replies.size()));
    }

    JsonNode value = FieldPath.of(path).value(record, lookup);
    double winner = number(value, path);
    if (winner != 0 && winner != 1 && winner != 2) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "the winner at \"%s\" is %s, allowed are 1, 2 and 0 for a tie".formatted(path, value));
    }

    return Candidates.judged(prompt, replies.get(0), replies.get(1), (int) winner, origin);
  }

  private List<Message> prompt(JsonNode record) throws Refusal {
    List<Message> turns = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (String path : mapping.prompt()) {
      JsonNode value = FieldPath.of(path).value(record, lookup);
      if (Turns.areMessages(value)) {
        turns.addAll(Turns.of(value, path, Role.USER));
      } else {
        texts.add(Fields.textOf(value, path));
      }
    }

    if (!texts.isEmpty()) {
      turns.add(new Message(Role.USER, String.join("\n", texts)));
    }

    return turns;
  }

  private List<Reply> replies(JsonNode record) throws Refusal {
    List<String> authors = texts(record, mapping.authors());
    List<Reply> replies = new ArrayList<>();
    for (String path : mapping.replies()) {
      for (JsonNode value : FieldPath.of(path).values(record, lookup)) {
        int index = replies.size();
        String author = index < authors.size() ? authors.get(index) : null;
        replies.add(new Reply(Turns.readReply(value, path), author));
      }
    }

    return replies;
  }

  private List<Double> numbers(JsonNode record, String path, List<Reply> replies) throws Refusal {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode value : FieldPath.of(path).values(record, lookup)) {
      for (JsonNode element : value.isArray() ? value : List.of(value)) {
        numbers.add(number(element, path));
      }
    }

    if (numbers.size() != replies.size()) {
      throw new Refusal(
          RejectionReason.WRONG_LENGTH,
          "there are %d numbers at \"%s\", must be %d"
              .formatted(numbers.size(), path, replies.size()));
    }

    return numbers;
  }

  private double number(JsonNode value, String path) throws Refusal {
    Double known = mapping.values().get(value.asText());
    if (known == null && !mapping.values().isEmpty()) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "\"%s\" at \"%s\" is none of values %s"
              .formatted(
                  value.asText(),
                  path,
                  mapping.values().keySet().stream().sorted().collect(Collectors.toList())));
    }

    return known == null ? Fields.numberOf(value, path) : known;
  }

  private Origin origin(JsonNode record, String source) throws Refusal {
    String own = text(record, mapping.source());
    String margin = mapping.margin();
    Double strength =
        margin == null ? null : Fields.numberOf(FieldPath.of(margin).value(record, lookup), margin);
    Map<String, String> metadata = new HashMap<>();
    for (Map.Entry<String, String> entry : mapping.metadata().entrySet()) {
      String value = text(record, entry.getValue());
      if (value != null) {
        metadata.put(entry.getKey(), value);
      }
    }

    return new Origin(
        own == null ? source : own,
        text(record, mapping.annotator()),
        strength,
        text(record, mapping.language()),
        metadata,
        Prompts.context(record),
        Origin.createdAt(record, metadata));
  }

  private @Nullable String text(JsonNode record, @Nullable String path) throws Refusal {
    List<String> texts = path == null ? List.of() : texts(record, List.of(path));
    return texts.isEmpty() ? null : texts.get(0);
  }

  private List<String> texts(JsonNode record, List<String> paths) throws Refusal {
    List<String> texts = new ArrayList<>();
    for (String path : paths) {
      for (JsonNode value : FieldPath.of(path).values(record, lookup)) {
        if (!value.asText().isBlank()) {
          texts.add(Fields.whole(value.asText(), path));
        }
      }
    }

    return texts;
  }
}
