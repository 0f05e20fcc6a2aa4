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
 * Reads replies {@code prediction 1} to {@code prediction K} and {@code preference}, a list of K (K
 * - 1) / 2 labels for the pairs 1-2, 1-3, ..., 2-3, ...: 1 the first is better, 2 the second, 0 a
 * tie. Each label is a judgement of its own, since people's pairs need not agree on one order.
 */
final class PairMatrixReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String PREFERENCE = "preference";
  private static final String PREDICTION = "prediction ";

  @Override
  public boolean matches(JsonNode record) {
    return Prompts.isIn(record)
        && Fields.hasList(record, PREFERENCE)
        && record.has(PREDICTION + 1)
        && record.has(PREDICTION + 2);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    List<Message> prompt = Prompts.read(record);
    List<Reply> replies = new ArrayList<>();
    for (int i = 1; i <= 2 || record.has(PREDICTION + i); i++) {
      JsonNode reply = Fields.value(record, PREDICTION + i);
      replies.add(new Reply(Turns.readReply(reply, PREDICTION + i), null));
    }

    int pairs = replies.size() * (replies.size() - 1) / 2;
    List<JsonNode> labels = Fields.list(record, PREFERENCE);
    if (labels.size() != pairs) {
      throw new Refusal(
          RejectionReason.WRONG_LENGTH,
          "field \"%s\" has %d labels, must have %d for %d replies"
              .formatted(PREFERENCE, labels.size(), pairs, replies.size()));
    }

    Origin origin = Origin.of(record, source);
    List<Comparison> judgements = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      for (int j = i + 1; j < replies.size(); j++) {
        int winner = LabelledPairReader.winner(labels.get(judgements.size()), PREFERENCE);
        judgements.add(Candidates.judged(prompt, replies.get(i), replies.get(j), winner, origin));
      }
    }

    return Reading.of(judgements);
  }
}
