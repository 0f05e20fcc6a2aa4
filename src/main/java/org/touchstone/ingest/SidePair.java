package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Reply;

/**
 * The fields of two replies that are named alike but for a letter or a number, such as {@code
 * response_1} and {@code response_2}.
 *
 * @param first the field of the first reply
 * @param second the field of the second reply
 */
record SidePair(String first, String second) {

  private static final List<String> STEMS =
      List.of("response", "output", "answer", "completion", "reply", "generation", "summary");

  /** The first, the second, and the third, which must not be there. */
  private static final List<List<String>> SUFFIXES =
      List.of(
          List.of("1", "2", "3"),
          List.of("0", "1", "2"),
          List.of("a", "b", "c"),
          List.of("A", "B", "C"));

  private static final List<List<String>> NAMES = names();

  /**
   * The two replies of a record.
   *
   * @param first what the first field holds
   * @param second what the second field holds
   */
  record Replies(Reply first, Reply second) {}

  /** Returns the fields of a record's two replies; empty if it has none or more than two. */
  static Optional<SidePair> in(JsonNode record) {
    for (List<String> names : NAMES) {
      if (record.has(names.get(0)) && record.has(names.get(1)) && !record.has(names.get(2))) {
        boolean fromZero = names.get(0).endsWith("1") && record.has(zero(names.get(0)));
        return fromZero ? Optional.empty() : Optional.of(new SidePair(names.get(0), names.get(1)));
      }
    }

    return Optional.empty();
  }

  /** Returns the fields of a record's two replies. */
  static SidePair of(JsonNode record) throws Refusal {
    return in(record)
        .orElseThrow(
            () ->
                new Refusal(
                    RejectionReason.MISSING_FIELD,
                    "there are no two replies, such as \"response_1\" and \"response_2\""));
  }

  /** The letter or number of the first reply, in lower case. */
  String firstSide() {
    return first.substring(first.length() - 1).toLowerCase(java.util.Locale.ROOT);
  }

  /** Reads both replies; {@code model_} of a side wrote it. */
  Replies replies(JsonNode record) throws Refusal {
    return new Replies(reply(record, first), reply(record, second));
  }

  private static Reply reply(JsonNode record, String name) throws Refusal {
    @Nullable String author =
        Fields.optionalText(record, "model_" + name.charAt(name.length() - 1));
    return new Reply(Turns.readReply(Fields.value(record, name), name), author);
  }

  private static String zero(String name) {
    return name.substring(0, name.length() - 1) + "0";
  }

  private static List<List<String>> names() {
    List<List<String>> names = new ArrayList<>();
    for (String stem : STEMS) {
      for (String separator : List.of("", "_")) {
        for (List<String> suffixes : SUFFIXES) {
          names.add(suffixes.stream().map(suffix -> stem + separator + suffix).toList());
        }
      }
    }

    return names;
  }
}
