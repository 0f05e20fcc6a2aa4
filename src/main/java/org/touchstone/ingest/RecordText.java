package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Context;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/**
 * Compares the texts of a record with those that a reader made of it. So what is unused is told
 * from the result alone, whatever the reader looked at.
 *
 * <p>Texts are compared by their letters and digits, so that escapes, white space and markup
 * between them do not matter.
 */
final class RecordText {

  /** Shorter texts are labels, roles and names, which decide without being copied. */
  private static final int SHORTEST = 20;

  /** A text of which less is found was not read: small parts are found by chance. */
  private static final double USED_SHARE = 0.2;

  private static final String ESCAPED = "nrtbf";

  private final Set<String> exact = new HashSet<>();
  private final List<String> made = new ArrayList<>();
  private final Map<String, UnusedColumn> unused = new TreeMap<>();
  private long in;
  private long kept;
  private long lost;

  private RecordText(Reading reading) {
    for (Comparison comparison : reading.comparisons()) {
      messages(comparison.prompt());
      comparison.replies().forEach(this::reply);
      context(comparison.context());
      add(comparison.annotator());
      add(comparison.language());
      comparison.metadata().values().forEach(this::add);
    }

    reading
        .rated()
        .ifPresent(
            rated -> {
              messages(rated.prompt());
              reply(rated.reply());
              context(rated.origin().context());
              add(rated.origin().annotator());
              rated.origin().metadata().values().forEach(this::add);
            });
    exact.forEach(text -> made.add(letters(text)));
    made.removeIf(String::isEmpty);
  }

  /** Compares a record with what was made of it. */
  static RecordText of(JsonNode record, Reading reading) {
    RecordText text = new RecordText(reading);
    text.walk(record, "");
    return text;
  }

  /** Counts the texts of a record that is refused. */
  static long length(JsonNode record) {
    long length = record.isTextual() ? record.textValue().length() : 0;
    for (JsonNode inner : record) {
      length += length(inner);
    }

    return length;
  }

  Characters characters() {
    return new Characters(in, kept, in - kept - lost, lost, 0);
  }

  /** Texts of which nothing was taken, by the path of their key; of one record. */
  Map<String, UnusedColumn> unused() {
    Map<String, UnusedColumn> once = new TreeMap<>();
    unused.forEach(
        (key, column) ->
            once.put(
                key,
                new UnusedColumn(
                    1,
                    column.characters(),
                    Math.min(1, column.proseRows()),
                    column.proseCharacters())));
    return once;
  }

  private void walk(JsonNode value, String path) {
    if (value.isObject()) {
      value
          .fields()
          .forEachRemaining(
              field ->
                  walk(
                      field.getValue(),
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey()));
    } else if (value.isArray()) {
      value.forEach(element -> walk(element, path + "[*]"));
    } else if (value.isTextual()) {
      leaf(value, path);
    }
  }

  private void leaf(JsonNode value, String path) {
    String text = value.textValue();
    in += text.length();
    double share = share(value);
    if (share >= USED_SHARE) {
      kept += Math.round(share * text.length());
    } else if (text.strip().length() >= SHORTEST) {
      lost += text.length();
      boolean prose = isProse(text);
      FileAccount.add(
          unused,
          path,
          new UnusedColumn(1, text.length(), prose ? 1 : 0, prose ? text.length() : 0));
    }
  }

  /** How much of a text is in what was made, from 0 to 1. */
  private double share(JsonNode value) {
    String text = value.textValue();
    if (exact.contains(text) || exact.contains(text.strip())) {
      return 1;
    }

    JsonNode structure = Fields.structure(value);
    if (structure != null) {
      long length = length(structure);
      return length == 0 ? 0 : (double) found(structure) / length;
    }

    String letters = letters(text);
    if (letters.isEmpty()) {
      return 0;
    }

    long found = 0;
    for (String other : made) {
      if (other.length() >= letters.length() && other.contains(letters)) {
        return 1;
      } else if (other.length() < letters.length() && letters.contains(other)) {
        found += other.length();
      }
    }

    return Math.min(1, (double) found / letters.length());
  }

  /** How many characters of the texts in a structure are in what was made. */
  private long found(JsonNode structure) {
    long found =
        structure.isTextual() ? Math.round(share(structure) * structure.textValue().length()) : 0;
    for (JsonNode inner : structure) {
      found += found(inner);
    }

    return found;
  }

  /** Addresses, hashes and ids have no white space and only ASCII. */
  private static boolean isProse(String text) {
    return text.strip().chars().anyMatch(c -> c > 127 || Character.isWhitespace(c));
  }

  private void messages(List<Message> messages) {
    for (Message message : messages) {
      add(message.content());
      add(message.name());
      add(message.toolCalls());
      add(message.toolCallId());
      add(message.reasoningContent());
      add(message.extra());
    }
  }

  private void reply(Reply reply) {
    messages(reply.messages());
    add(reply.author());
  }

  private void context(Context context) {
    add(context.tools());
    add(context.documents());
  }

  private void add(@Nullable String text) {
    if (text != null && !text.isBlank()) {
      exact.add(text);
      exact.add(text.strip());
    }
  }

  /** The letters and digits of a text, without the letter behind a backslash. */
  private static String letters(String text) {
    StringBuilder letters = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && ESCAPED.indexOf(text.charAt(i + 1)) >= 0) {
        i++;
      } else if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
        letters.append(c);
      }
    }

    return letters.toString();
  }
}
