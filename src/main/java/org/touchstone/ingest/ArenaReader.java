package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * Reads a battle of two models: {@code conversation_a} and {@code conversation_b}, or a prompt with
 * {@code response_a} and {@code response_b}, and {@code winner}, which is {@code model_a}, {@code
 * model_b}, {@code tie} or {@code tie (bothbad)}, or {@code winner_model_a} and {@code
 * winner_model_b}, of which one is 1 or neither. The judge is the annotator.
 *
 * <p>{@code turn} is the number of the assistant's turn that was judged: the conversation ends
 * there. Prompts and responses that are lists of as many strings are the turns of one conversation.
 */
final class ArenaReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String WINNER = "winner";
  private static final String WINNER_A = "winner_model_a";
  private static final String WINNER_B = "winner_model_b";
  private static final String TURN = "turn";
  private static final String CONVERSATION = "conversation_";
  private static final String RESPONSE = "response_";

  @Override
  public boolean matches(JsonNode record) {
    return (record.has(WINNER) || record.has(WINNER_A) && record.has(WINNER_B))
        && (record.has(CONVERSATION + "a") && record.has(CONVERSATION + "b")
            || Prompts.isIn(record) && record.has(RESPONSE + "a") && record.has(RESPONSE + "b"));
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    boolean whole = record.has(CONVERSATION + "a");
    boolean turns = !whole && Interleaved.isIn(record, RESPONSE + "a");
    List<Message> a = side(record, whole, turns, "a");
    List<Message> b = side(record, whole, turns, "b");
    List<Message> prompt = new ArrayList<>(whole || turns ? List.of() : Prompts.read(record));
    int shared = Turns.shared(a, b);
    prompt.addAll(a.subList(0, shared));
    Reply first = new Reply(a.subList(shared, a.size()), Fields.optionalText(record, "model_a"));
    Reply second = new Reply(b.subList(shared, b.size()), Fields.optionalText(record, "model_b"));
    String winner = winner(record);
    prompt = new ArrayList<>(turns ? Prompts.behindSystem(record, prompt) : prompt);
    return Reading.of(
        Candidates.judged(prompt, first, second, place(winner), origin(record, source, winner)));
  }

  private static List<Message> side(JsonNode record, boolean whole, boolean turns, String side)
      throws Refusal {
    if (turns) {
      return Interleaved.read(record, RESPONSE + side);
    }

    String name = (whole ? CONVERSATION : RESPONSE) + side;
    List<Message> all = Turns.readReply(Fields.value(record, name), name);
    return whole && Fields.has(record, TURN) ? upTo(all, Fields.number(record, TURN), name) : all;
  }

  /** The turns up to one of the assistant's, which is counted from 1. */
  private static List<Message> upTo(List<Message> turns, double judged, String name)
      throws Refusal {
    int seen = 0;
    for (int i = 0; i < turns.size(); i++) {
      boolean ends = i + 1 == turns.size() || turns.get(i + 1).role() == Role.USER;
      seen += turns.get(i).role() == Role.ASSISTANT && ends ? 1 : 0;
      if (seen == judged) {
        return Turns.endingWithAssistant(turns.subList(0, i + 1), name);
      }
    }

    throw new Refusal(
        RejectionReason.UNKNOWN_VALUE,
        "field \"%s\" is %s, but field \"%s\" has %d turns of the assistant"
            .formatted(TURN, judged, name, seen));
  }

  /** The winner's word, also of a file with a column for each outcome. */
  private static String winner(JsonNode record) throws Refusal {
    if (record.has(WINNER)) {
      return Fields.text(record, WINNER).strip();
    }

    double a = Fields.number(record, WINNER_A);
    double b = Fields.number(record, WINNER_B);
    if (a != 0 && a != 1 || b != 0 && b != 1 || a + b > 1) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "fields \"%s\" and \"%s\" are %s and %s, at most one may be 1 and the other must be 0"
              .formatted(WINNER_A, WINNER_B, a, b));
    }

    return a == 1 ? "model_a" : b == 1 ? "model_b" : "tie";
  }

  private static Origin origin(JsonNode record, String source, String winner) throws Refusal {
    Origin origin = Origin.of(record, source).with(WINNER, winner);
    @Nullable String judge = Fields.optionalText(record, "judge");
    return judge == null ? origin : origin.by(judge);
  }

  private static int place(String winner) throws Refusal {
    return Labels.word(TextNode.valueOf(winner), "a")
        .orElseThrow(
            () ->
                new Refusal(
                    RejectionReason.UNKNOWN_VALUE,
                    "field \"%s\" is \"%s\", allowed are model_a, model_b, tie, tie (bothbad)"
                        .formatted(WINNER, winner)));
  }
}
