package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.MetadataKeys;

/**
 * Reads model-written evaluations: a {@code question} with lettered choices, and the letters of
 * {@code answer_matching_behavior} and {@code answer_not_matching_behavior}. The texts of the
 * choices are the replies and the question before them is the prompt.
 *
 * <p>Rank 1 is the reply that <em>shows the behaviour</em>, which need not be the one that people
 * want: that depends on the file.
 */
final class BehaviourReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String QUESTION = "question";
  private static final String MATCHING = "answer_matching_behavior";
  private static final String OTHER = "answer_not_matching_behavior";
  private static final Pattern CHOICES = Pattern.compile("\\n\\s*Choices:");
  private static final Pattern CHOICE = Pattern.compile("(?m)^\\s*\\(([A-Z])\\)\\s*(.*?)\\s*$");
  private static final Pattern LETTER = Pattern.compile("\\s*\\(([A-Z])\\)\\s*");

  @Override
  public boolean matches(JsonNode record) {
    return record.has(QUESTION) && record.has(MATCHING) && record.has(OTHER);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    String text = Fields.text(record, QUESTION);
    Matcher choices = CHOICES.matcher(text);
    if (!choices.find()) {
      throw new Refusal(
          RejectionReason.UNKNOWN_MARKER, "field \"%s\" has no \"Choices:\"".formatted(QUESTION));
    }

    Map<String, String> byLetter = new HashMap<>();
    Matcher choice = CHOICE.matcher(text.substring(choices.end()));
    while (choice.find()) {
      byLetter.put(choice.group(1), choice.group(2));
    }

    String question = text.substring(0, choices.start()).strip();
    Origin origin =
        Origin.of(record, source).with(MetadataKeys.RANK_1, MetadataKeys.SHOWS_BEHAVIOUR);
    return Reading.of(
        Candidates.pair(
            List.of(new Message(Role.USER, question)),
            reply(record, MATCHING, byLetter),
            reply(record, OTHER, byLetter),
            origin));
  }

  private static Reply reply(JsonNode record, String name, Map<String, String> byLetter)
      throws Refusal {
    String answer = Fields.text(record, name);
    Matcher letter = LETTER.matcher(answer);
    @Nullable String text = letter.matches() ? byLetter.get(letter.group(1)) : null;
    if (text == null || text.isBlank()) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "field \"%s\" is \"%s\", allowed are the letters of the choices %s"
              .formatted(name, answer, byLetter.keySet()));
    }

    return Turns.reply(text, null);
  }
}
