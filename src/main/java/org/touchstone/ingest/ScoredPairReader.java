package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * Reads SHP: {@code history} is the post, {@code human_ref_A} and {@code human_ref_B} are comments,
 * {@code labels} is 1 where A was preferred and 0 where B was. The scores become ratings, {@code
 * score_ratio} the margin.
 */
final class ScoredPairReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String A = "human_ref_A";
  private static final String B = "human_ref_B";
  private static final String LABELS = "labels";

  @Override
  public boolean matches(JsonNode record) {
    return Fields.hasText(record, "history")
        && record.has(A)
        && record.has(B)
        && record.has(LABELS);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    Message post = new Message(Role.USER, Fields.text(record, "history"));
    Reply a = Turns.reply(Fields.text(record, A), null);
    Reply b = Turns.reply(Fields.text(record, B), null);
    Origin origin =
        Origin.of(record, source).withMargin(Fields.optionalNumber(record, "score_ratio"));
    double label = Fields.number(record, LABELS);
    if (label != 0 && label != 1) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "field \"%s\" is %s, allowed are 1 for A and 0 for B".formatted(LABELS, label));
    }

    Scores scores = Scores.of(record, "score_A", "score_B");
    return Reading.of(
        label == 1
            ? scores.pair(List.of(post), List.of(a, b), origin)
            : scores.reversed().pair(List.of(post), List.of(b, a), origin));
  }
}
