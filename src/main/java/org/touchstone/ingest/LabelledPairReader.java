package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/**
 * Reads two replies ({@code response1} and {@code response2}, or {@code output_1} and {@code
 * output_2}) and labels: 1 or 2 names the better one, 0 is a tie. Each of {@code annotator1},
 * {@code annotator2}, ... is a judgement of its own, {@code label} is one without a name. A label
 * that is null was not given.
 */
final class LabelledPairReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String LABEL = "label";
  private static final Pattern ANNOTATOR = Pattern.compile("annotator_?\\d+");
  private static final Map<String, String> SIDES =
      new TreeMap<>(
          Map.of(
              "response1",
              "response2",
              "response_1",
              "response_2",
              "output1",
              "output2",
              "output_1",
              "output_2"));

  @Override
  public boolean matches(JsonNode record) {
    return first(record).isPresent() && !labels(record).isEmpty();
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    String first = first(record).orElse("response1");
    List<Message> prompt = Prompts.read(record);
    Reply one = reply(record, first);
    Reply two = reply(record, SIDES.getOrDefault(first, "response2"));
    Origin origin = Origin.of(record, source);
    List<Comparison> judgements = new ArrayList<>();
    for (String label : labels(record)) {
      if (Fields.has(record, label)) {
        int winner = winner(Fields.value(record, label), label);
        Origin by = label.equals(LABEL) ? origin : origin.by(label);
        judgements.add(Candidates.judged(prompt, one, two, winner, by));
      }
    }

    if (judgements.isEmpty()) {
      throw new Refusal(
          RejectionReason.MISSING_FIELD,
          "none of fields \"%s\" and \"annotator1\", ... holds a label".formatted(LABEL));
    }

    return Reading.of(judgements);
  }

  /** Reads a label that is 1, 2 or 0. */
  static int winner(@Nullable JsonNode label, String name) throws Refusal {
    double number = label == null ? Double.NaN : Fields.numberOf(label, name);
    if (number != 0 && number != 1 && number != 2) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "field \"%s\" is %s, allowed are 1, 2 and 0 for a tie".formatted(name, label));
    }

    return (int) number;
  }

  private static Reply reply(JsonNode record, String name) throws Refusal {
    return new Reply(Turns.readReply(Fields.value(record, name), name), null);
  }

  private static Optional<String> first(JsonNode record) {
    return SIDES.entrySet().stream()
        .filter(sides -> record.has(sides.getKey()) && record.has(sides.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static List<String> labels(JsonNode record) {
    List<String> labels = new ArrayList<>();
    record
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (name.equals(LABEL) || ANNOTATOR.matcher(name).matches()) {
                labels.add(name);
              }
            });
    return labels;
  }
}
