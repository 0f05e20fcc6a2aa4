package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * Reads the comparisons of summarize_from_feedback: {@code info} with the {@code post} or the
 * {@code article}, {@code summaries} that each have a {@code text}, and {@code choice}, the number
 * of the better one from 0. A title stands before the post. The worker is the annotator, the policy
 * the author.
 */
final class SummariesReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String INFO = "info";
  private static final String SUMMARIES = "summaries";
  private static final String CHOICE = "choice";
  private static final List<String> POSTS = List.of("post", "article");

  @Override
  public boolean matches(JsonNode record) {
    return record.path(INFO).isObject() && Fields.hasList(record, SUMMARIES) && record.has(CHOICE);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    List<Reply> replies = new ArrayList<>();
    for (JsonNode summary : Fields.list(record, SUMMARIES)) {
      replies.add(
          Turns.reply(Fields.text(summary, "text"), Fields.optionalText(summary, "policy")));
    }

    double choice = Fields.number(record, CHOICE);
    if (replies.size() != 2 || choice != 0 && choice != 1) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "field \"%s\" is %s beside %d summaries, must be 0 or 1 beside 2"
              .formatted(CHOICE, record.path(CHOICE), replies.size()));
    }

    return Reading.of(
        Candidates.judged(
            List.of(new Message(Role.USER, post(record.path(INFO)))),
            replies.get(0),
            replies.get(1),
            (int) choice + 1,
            origin(record, source)));
  }

  private static String post(JsonNode info) throws Refusal {
    String name = POSTS.stream().filter(info::hasNonNull).findFirst().orElse(POSTS.get(0));
    String title = Fields.optionalText(info, "title");
    String post = Fields.text(info, name);
    return title == null ? post : title + "\n\n" + post;
  }

  private static Origin origin(JsonNode record, String source) throws Refusal {
    Origin origin = Origin.of(record, source).by(Fields.optionalText(record, "worker"));
    for (String key : List.of("id", "subreddit", "site")) {
      String value = Fields.optionalText(record.path(INFO), key);
      origin = value == null ? origin : origin.with(INFO + "." + key, value);
    }

    return origin;
  }
}
