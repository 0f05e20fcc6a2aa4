package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Reply;

/** Reads {@code output}, a list of replies of which the first is the best. */
final class RankedOutputReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String OUTPUT = "output";

  @Override
  public boolean matches(JsonNode record) {
    return Prompts.isIn(record) && Fields.hasList(record, OUTPUT);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    return Reading.of(
        Candidates.bestFirst(
            Prompts.read(record), replies(record, OUTPUT), Origin.of(record, source)));
  }

  /** Reads a list of replies, each a string or messages. */
  static List<Reply> replies(JsonNode record, String name) throws Refusal {
    List<Reply> replies = new ArrayList<>();
    for (JsonNode reply : Fields.list(record, name)) {
      replies.add(new Reply(Turns.readReply(reply, name), null));
    }

    return replies;
  }
}
