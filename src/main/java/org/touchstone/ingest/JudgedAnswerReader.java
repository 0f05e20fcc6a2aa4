package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Role;
import org.touchstone.schema.MetadataKeys;

/**
 * Reads the judges' data of TruthfulQA: {@code prompt} is {@code Q: ... A: ... True:} or {@code
 * Helpful:}, {@code completion} is yes or no. Answers to one question are compared with one
 * another: a yes is rated 1, a no 0.
 */
final class JudgedAnswerReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String PROMPT = "prompt";
  private static final String COMPLETION = "completion";
  private static final Pattern ANSWER =
      Pattern.compile("\\AQ: (.*?)\\nA:(.*)\\n(True|Helpful):\\s*\\z", Pattern.DOTALL);

  @Override
  public boolean matches(JsonNode record) {
    return Fields.hasText(record, PROMPT)
        && record.has(COMPLETION)
        && ANSWER.matcher(record.get(PROMPT).textValue()).matches();
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    Matcher answer = ANSWER.matcher(Fields.text(record, PROMPT));
    if (!answer.matches()) {
      throw new Refusal(
          RejectionReason.UNKNOWN_MARKER,
          "field \"%s\" is not \"Q: ... A: ... True:\" or \"Helpful:\"".formatted(PROMPT));
    }

    String reply = answer.group(2).strip();
    if (reply.isEmpty() || answer.group(1).isBlank()) {
      throw new Refusal(
          RejectionReason.EMPTY_TEXT,
          "field \"%s\" has a blank question or answer".formatted(PROMPT));
    }

    Message question = new Message(Role.USER, answer.group(1).strip());
    Origin origin = Origin.of(record, source).with(MetadataKeys.JUDGED, answer.group(3));
    return Reading.of(
        new RatedReply(List.of(question), Turns.reply(reply, null), rating(record), origin));
  }

  private static double rating(JsonNode record) throws Refusal {
    String label = Fields.text(record, COMPLETION).strip();
    if (!label.equals("yes") && !label.equals("no")) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "field \"%s\" is \"%s\", allowed are yes and no".formatted(COMPLETION, label));
    }

    return label.equals("yes") ? 1 : 0;
  }
}
