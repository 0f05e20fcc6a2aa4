package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Reply;

/**
 * Reads HelpSteer: one {@code response} a record and the rating {@code helpfulness}. Records of one
 * prompt are compared with one another. Other aspects may be there and are left out.
 */
final class RatedReplyReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String RESPONSE = "response";
  private static final String RATING = "helpfulness";

  @Override
  public boolean matches(JsonNode record) {
    return Prompts.isIn(record) && record.has(RESPONSE) && record.has(RATING);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    Reply reply = new Reply(Turns.readReply(Fields.value(record, RESPONSE), RESPONSE), null);
    return Reading.of(
        new RatedReply(
            Prompts.read(record), reply, Fields.number(record, RATING), Origin.of(record, source)));
  }
}
