package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/**
 * Reads a battle of two models: {@code conversation_a} and {@code conversation_b}, or a prompt with
 * {@code response_a} and {@code response_b}, and {@code winner}, which is {@code model_a}, {@code
 * model_b}, {@code tie} or {@code tie (bothbad)}. The judge is the annotator.
 */
final class ArenaReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String WINNER = "winner";
  private static final String CONVERSATION = "conversation_";
  private static final String RESPONSE = "response_";

  @Override
  public boolean matches(JsonNode record) {
    return record.has(WINNER)
        && (record.has(CONVERSATION + "a") && record.has(CONVERSATION + "b")
            || Prompts.isIn(record) && record.has(RESPONSE + "a") && record.has(RESPONSE + "b"));
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    boolean whole = record.has(CONVERSATION + "a");
    List<Message> a = side(record, (whole ? CONVERSATION : RESPONSE) + "a");
    List<Message> b = side(record, (whole ? CONVERSATION : RESPONSE) + "b");
    List<Message> prompt = new ArrayList<>(whole ? List.of() : Prompts.read(record));
    int shared = Turns.shared(a, b);
    prompt.addAll(a.subList(0, shared));
    Reply first = new Reply(a.subList(shared, a.size()), Fields.optionalText(record, "model_a"));
    Reply second = new Reply(b.subList(shared, b.size()), Fields.optionalText(record, "model_b"));
    String winner = Fields.text(record, WINNER).strip();
    return Reading.of(
        Candidates.judged(prompt, first, second, place(winner), origin(record, source, winner)));
  }

  private static List<Message> side(JsonNode record, String name) throws Refusal {
    return Turns.readReply(Fields.value(record, name), name);
  }

  private static Origin origin(JsonNode record, String source, String winner) throws Refusal {
    Origin origin = Origin.of(record, source).with(WINNER, winner);
    @Nullable String judge = Fields.optionalText(record, "judge");
    return judge == null ? origin : origin.by(judge);
  }

  private static int place(String winner) throws Refusal {
    String label = winner.toLowerCase(Locale.ROOT);
    if (label.equals("model_a") || label.equals("model_b")) {
      return label.equals("model_a") ? 1 : 2;
    }

    if (label.equals("tie") || label.equals("tie (bothbad)") || label.equals("both_bad")) {
      return 0;
    }

    throw new Refusal(
        RejectionReason.UNKNOWN_VALUE,
        "field \"%s\" is \"%s\", allowed are model_a, model_b, tie, tie (bothbad)"
            .formatted(WINNER, winner));
  }
}
