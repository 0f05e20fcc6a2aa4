package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Reply;

/**
 * Reads two columns without a header, of which the first was preferred. There is no prompt: the
 * texts are what people compared.
 */
final class PairColumnsReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  @Override
  public boolean matches(JsonNode record) {
    return record.size() == 2 && record.has("1") && record.has("2");
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    Reply chosen = Turns.reply(Fields.text(record, "1"), null);
    Reply rejected = Turns.reply(Fields.text(record, "2"), null);
    return Reading.of(Candidates.pair(List.of(), chosen, rejected, Origin.of(record, source)));
  }
}
