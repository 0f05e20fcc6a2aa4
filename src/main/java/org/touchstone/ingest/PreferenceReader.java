package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * Reads {@code chosen} and {@code rejected}, strings or messages, with {@code prompt} or without.
 *
 * <p>Turns that both sides begin with belong to the prompt, and are not repeated where the prompt
 * holds them already. Of strings without a prompt, the text that both begin with is the prompt, up
 * to the last white space in it, so that no word is torn; it may be empty.
 */
final class PreferenceReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String CHOSEN = "chosen";
  private static final String REJECTED = "rejected";
  private static final RecordReader TRANSCRIPTS = new TranscriptReader();

  @Override
  public boolean matches(JsonNode record) {
    return record.has(CHOSEN) && record.has(REJECTED) && !TRANSCRIPTS.matches(record);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    Origin origin = Origin.of(record, source);
    return Reading.of(
        TranscriptReader.areTexts(record) ? implicit(record, origin) : sides(record, origin));
  }

  private static Comparison sides(JsonNode record, Origin origin) throws Refusal {
    List<Message> chosen = Turns.readReply(Fields.value(record, CHOSEN), CHOSEN);
    List<Message> rejected = Turns.readReply(Fields.value(record, REJECTED), REJECTED);
    List<Message> prompt = new ArrayList<>(Prompts.isIn(record) ? Prompts.read(record) : List.of());
    int shared = Turns.shared(chosen, rejected);
    List<Message> common = chosen.subList(0, shared);
    if (holds(common, prompt)) {
      prompt.clear();
    }

    prompt.addAll(common);
    prompt = new ArrayList<>(Prompts.behindSystem(record, prompt));
    List<Reply> replies =
        List.of(
            new Reply(chosen.subList(shared, chosen.size()), null),
            new Reply(rejected.subList(shared, rejected.size()), null));
    return Candidates.withRatings(prompt, replies, ratings(record), origin);
  }

  /** Whether the shared turns hold the prompt, with or without a system turn before it. */
  private static boolean holds(List<Message> common, List<Message> prompt) {
    int from = Collections.indexOfSubList(common, prompt);
    return from == 0 || from == 1 && common.get(0).role() == Role.SYSTEM;
  }

  private static List<Double> ratings(JsonNode record) throws Refusal {
    Double chosen = Fields.optionalNumber(record, "score_chosen");
    Double rejected = Fields.optionalNumber(record, "score_rejected");
    return chosen == null || rejected == null ? List.of() : List.of(chosen, rejected);
  }

  private static Comparison implicit(JsonNode record, Origin origin) throws Refusal {
    String chosen = Fields.text(record, CHOSEN);
    String rejected = Fields.text(record, REJECTED);
    int same = 0;
    int most = Math.min(chosen.stripTrailing().length(), rejected.stripTrailing().length()) - 1;
    while (same < most && chosen.charAt(same) == rejected.charAt(same)) {
      same++;
    }

    while (same > 0 && !Character.isWhitespace(chosen.charAt(same - 1))) {
      same--;
    }

    String prompt = chosen.substring(0, same);
    int from = prompt.isBlank() ? 0 : same;
    return Candidates.pair(
        Prompts.behindSystem(
            record, from == 0 ? List.of() : List.of(new Message(Role.USER, prompt))),
        Turns.reply(chosen.substring(from), null),
        Turns.reply(rejected.substring(from), null),
        origin);
  }
}
