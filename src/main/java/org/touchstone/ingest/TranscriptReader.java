package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * Reads the transcripts of hh-rlhf: {@code chosen} and {@code rejected} are dialogues whose turns
 * begin with {@code Human:} or {@code Assistant:} at the start of a paragraph.
 *
 * <p>The turns that both begin with are the prompt and the rest of each is a reply, also where they
 * part before the last turn: taking the last turn alone would hang a reply on a context that it
 * never had. Each reply keeps at least its last turn, so that a dialogue that continues the other
 * leaves both a reply.
 *
 * <p>The layout is no part of a turn: the blank line before a marker, one space behind it, and line
 * ends at the end of the transcript. All other white space is kept. Text before the first marker is
 * a system turn, unless it looks like another speaker.
 */
final class TranscriptReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final String CHOSEN = "chosen";
  private static final String REJECTED = "rejected";

  /** A speaker at the start of the text or of a paragraph. */
  private static final Pattern MARKER =
      Pattern.compile("(?:\\A\\s*|\\r?\\n[ \\t]*\\r?\\n)(Human|Assistant):");

  /** What separates a turn from its marker and from the end. */
  private static final Pattern LAYOUT = Pattern.compile("\\A[ \\t]|[\\r\\n]+\\z");

  /** One word and a colon, as a speaker that is not known would be written. */
  private static final Pattern SPEAKER = Pattern.compile("\\A\\s*(\\p{L}[\\p{L}\\p{N}_-]*):");

  /** Whether either side has a marked turn; texts without any are pairs with an implicit prompt. */
  @Override
  public boolean matches(JsonNode record) {
    return areTexts(record)
        && (MARKER.matcher(record.get(CHOSEN).textValue()).find()
            || MARKER.matcher(record.get(REJECTED).textValue()).find());
  }

  /** Whether both sides are texts and no prompt is apart from them. */
  static boolean areTexts(JsonNode record) {
    return Fields.hasText(record, CHOSEN)
        && Fields.hasText(record, REJECTED)
        && !Turns.areMessages(record.get(CHOSEN))
        && !Prompts.isNamed(record);
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    List<Message> chosen = turns(record, CHOSEN);
    List<Message> rejected = turns(record, REJECTED);
    if (chosen.equals(rejected)) {
      throw new Refusal(
          RejectionReason.IDENTICAL_SIDES,
          "chosen and rejected are the same %d turns".formatted(chosen.size()));
    }

    int shared = Turns.shared(chosen, rejected);
    return Reading.of(
        Candidates.pair(
            Prompts.behindSystem(record, chosen.subList(0, shared)),
            reply(chosen, shared),
            reply(rejected, shared),
            Origin.of(record, source)));
  }

  private static Reply reply(List<Message> turns, int from) {
    return new Reply(turns.subList(from, turns.size()), null);
  }

  private static List<Message> turns(JsonNode record, String name) throws Refusal {
    return Turns.endingWithAssistant(turns(name, Fields.text(record, name)), name);
  }

  private static List<Message> turns(String name, String text) throws Refusal {
    List<Message> turns = new ArrayList<>();
    Matcher marker = MARKER.matcher(text);
    Role role = Role.SYSTEM;
    int from = 0;
    while (marker.find()) {
      add(turns, role, text.substring(from, marker.start()));
      role = marker.group(1).equals("Human") ? Role.USER : Role.ASSISTANT;
      from = marker.end();
    }

    add(turns, role, text.substring(from));
    refuseUnknownSpeaker(name, turns);
    return turns;
  }

  /** Keeps empty turns of speakers, which were taken in the dialogue, but no empty preamble. */
  private static void add(List<Message> turns, Role role, String text) {
    String content = LAYOUT.matcher(text).replaceAll("");
    if (role != Role.SYSTEM || !content.isBlank()) {
      turns.add(new Message(role, content));
    }
  }

  private static void refuseUnknownSpeaker(String name, List<Message> turns) throws Refusal {
    Message first = turns.get(0);
    Matcher speaker = SPEAKER.matcher(first.content());
    if (first.role() == Role.SYSTEM && speaker.find()) {
      throw new Refusal(
          RejectionReason.UNKNOWN_MARKER,
          "field \"%s\" begins with speaker \"%s\", allowed are Human, Assistant"
              .formatted(name, speaker.group(1)));
    }

    if (first.role() == Role.SYSTEM && turns.size() == 1) {
      throw new Refusal(
          RejectionReason.UNKNOWN_MARKER,
          "field \"%s\" has no turn marked Human: or Assistant:".formatted(name));
    }
  }
}
