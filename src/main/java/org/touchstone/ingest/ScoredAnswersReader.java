package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.preference.Reply;

/**
 * Reads WebGPT's comparisons: a {@code question}, a text or an object with {@code full_text}, and
 * {@code answer_0} and {@code answer_1} with {@code score_0} and {@code score_1}, of which the
 * higher is the better and equal ones tie.
 */
final class ScoredAnswersReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String QUESTION = "question";
  private static final String FULL_TEXT = "full_text";
  private static final String ANSWER = "answer_";
  private static final String SCORE = "score_";
  private static final RecordReader LABELLED = new LabelledPairReader();

  @Override
  public boolean matches(JsonNode record) {
    return record.has(ANSWER + 0)
        && record.has(ANSWER + 1)
        && record.has(SCORE + 0)
        && record.has(SCORE + 1)
        && !LABELLED.matches(record);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    JsonNode asked = record.path(QUESTION);
    ObjectNode flat = record.deepCopy();
    Origin origin = Origin.of(record, source);
    if (asked.isObject()) {
      flat.put(QUESTION, Fields.text(asked, FULL_TEXT));
      for (String key : List.of("dataset", "id")) {
        String value = Fields.optionalText(asked, key);
        origin = value == null ? origin : origin.with(QUESTION + "." + key, value);
      }
    }

    SidePair.Replies replies = new SidePair(ANSWER + 0, ANSWER + 1).replies(record);
    List<Reply> both = List.of(replies.first(), replies.second());
    List<Double> scores =
        List.of(Fields.number(record, SCORE + 0), Fields.number(record, SCORE + 1));
    return Reading.of(Candidates.rated(Prompts.read(flat), both, scores, origin));
  }
}
