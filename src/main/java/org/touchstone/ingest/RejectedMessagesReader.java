package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/**
 * Reads {@code messages} whose last turn was preferred, with the whole dialogue {@code
 * rejected_messages} or with {@code rejected_response}, which stands in the place of the last turn.
 * Several rejected responses are as many pairs, since nothing orders them.
 */
final class RejectedMessagesReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String MESSAGES = "messages";
  private static final String REJECTED_MESSAGES = "rejected_messages";
  private static final String REJECTED_RESPONSE = "rejected_response";

  @Override
  public boolean matches(JsonNode record) {
    return record.has(MESSAGES)
        && SideNames.in(record).isEmpty()
        && (record.has(REJECTED_MESSAGES) || record.has(REJECTED_RESPONSE));
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    Origin origin = Origin.of(record, source);
    List<Message> chosen = Turns.readReply(Fields.value(record, MESSAGES), MESSAGES);
    if (Fields.has(record, REJECTED_MESSAGES)) {
      JsonNode value = Fields.value(record, REJECTED_MESSAGES);
      return Reading.of(pair(record, chosen, Turns.readReply(value, REJECTED_MESSAGES), origin));
    }

    List<Comparison> pairs = new ArrayList<>();
    for (JsonNode response : responses(record)) {
      List<Message> rejected = new ArrayList<>(chosen.subList(0, chosen.size() - 1));
      rejected.addAll(Turns.readReply(response, REJECTED_RESPONSE));
      pairs.add(pair(record, chosen, rejected, origin));
    }

    return Reading.of(pairs);
  }

  private static List<JsonNode> responses(JsonNode record) throws Refusal {
    JsonNode value = Fields.value(record, REJECTED_RESPONSE);
    if (!value.isArray()) {
      return List.of(value);
    }

    if (value.isEmpty()) {
      throw new Refusal(
          RejectionReason.WRONG_LENGTH,
          "field \"%s\" is an empty list".formatted(REJECTED_RESPONSE));
    }

    return Fields.list(record, REJECTED_RESPONSE);
  }

  private static Comparison pair(
      JsonNode record, List<Message> chosen, List<Message> rejected, Origin origin) throws Refusal {
    int shared = Turns.shared(chosen, rejected);
    return Candidates.pair(
        Prompts.behindSystem(record, chosen.subList(0, shared)),
        new Reply(chosen.subList(shared, chosen.size()), null),
        new Reply(rejected.subList(shared, rejected.size()), null),
        origin);
  }
}
