package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;

/**
 * Reads {@code chosen} and {@code rejected}, or the like ({@link SideNames}), strings or messages,
 * with a prompt or without. Lists of several replies are as many pairs as there are combinations:
 * each chosen reply beat each rejected one, and nobody compared the rejected ones.
 *
 * <p>Turns that both sides begin with belong to the prompt, and are not repeated where the prompt
 * holds them already. Of strings without a prompt, the text that both begin with is the prompt, up
 * to the last white space in it, so that no word is torn; it may be empty.
 */
final class PreferenceReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final RecordReader TRANSCRIPTS = new TranscriptReader();

  /** What a text that prints a list of strings is. */
  private enum Printed {
    /** A reply, such as a line of code. */
    REPLY,
    /** Several replies, in a file of which every record prints both sides so. */
    REPLIES
  }

  private final Printed printed;

  PreferenceReader() {
    this(Printed.REPLY);
  }

  private PreferenceReader(Printed printed) {
    this.printed = printed;
  }

  @Override
  public boolean matches(JsonNode record) {
    return SideNames.in(record).isPresent() && !TRANSCRIPTS.matches(record);
  }

  @Override
  public boolean variesByFile() {
    return true;
  }

  @Override
  public RecordReader ofFile(Iterable<JsonNode> records, String file, List<String> labels) {
    int seen = 0;
    for (JsonNode record : records) {
      SideNames names = SideNames.in(record).orElse(SideNames.ALL.get(0));
      boolean lists =
          printsStrings(record.path(names.chosen()))
              && printsStrings(record.path(names.rejected()));
      if (!lists) {
        return new PreferenceReader(Printed.REPLY);
      }

      seen++;
      if (seen >= DetectFormat.RECORDS) {
        break;
      }
    }

    return new PreferenceReader(seen == 0 ? Printed.REPLY : Printed.REPLIES);
  }

  private static boolean printsStrings(JsonNode value) {
    JsonNode array = value.isTextual() ? Fields.array(value) : null;
    if (array == null || array.isEmpty()) {
      return false;
    }

    for (JsonNode element : array) {
      if (!element.isTextual()) {
        return false;
      }
    }

    return true;
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    SideNames names = SideNames.in(record).orElse(SideNames.ALL.get(0));
    Origin origin = Origin.of(record, source);
    List<JsonNode> chosen = replies(record, names.chosen());
    List<JsonNode> rejected = replies(record, names.rejected());
    if (isImplicit(record, chosen, rejected)) {
      return Reading.of(implicit(record, names, origin));
    }

    List<Comparison> pairs = new ArrayList<>();
    for (JsonNode better : chosen) {
      for (JsonNode worse : rejected) {
        pairs.add(
            pair(
                record,
                Turns.readReply(better, names.chosen()),
                Turns.readReply(worse, names.rejected()),
                origin));
      }
    }

    return Reading.of(pairs);
  }

  /** Whether both sides are texts, and no prompt is apart from them. */
  private static boolean isImplicit(
      JsonNode record, List<JsonNode> chosen, List<JsonNode> rejected) {
    return !Prompts.isIn(record)
        && chosen.size() == 1
        && rejected.size() == 1
        && isPlainText(chosen.get(0))
        && isPlainText(rejected.get(0));
  }

  private static boolean isPlainText(JsonNode reply) {
    return reply.isTextual() && !Turns.areMessages(reply);
  }

  /** One reply, or the elements of a list of strings or of lists of messages. */
  private List<JsonNode> replies(JsonNode record, String name) throws Refusal {
    JsonNode value = Fields.value(record, name);
    JsonNode first = value.path(0);
    boolean lists = printed == Printed.REPLIES && printsStrings(value);
    if (!lists && !first.isTextual() && !first.isArray()) {
      return List.of(value);
    }

    List<JsonNode> replies = Fields.list(record, name);
    for (JsonNode reply : replies) {
      if (reply.isNull()) {
        throw new Refusal(
            RejectionReason.NULL_FIELD, "a reply of field \"%s\" is null".formatted(name));
      }
    }

    return replies;
  }

  private static Comparison pair(
      JsonNode record, List<Message> chosen, List<Message> rejected, Origin origin) throws Refusal {
    int shared = Turns.shared(chosen, rejected);
    List<Message> common = chosen.subList(0, shared);
    boolean hasDialogue = common.stream().anyMatch(turn -> turn.role() == Role.USER);
    boolean isApart = hasDialogue ? Prompts.isNamed(record) : Prompts.isIn(record);
    List<Message> prompt = new ArrayList<>(isApart ? Prompts.read(record) : List.of());
    if (holds(common, prompt)) {
      prompt.clear();
    }

    prompt.addAll(common);
    prompt = new ArrayList<>(Prompts.behindSystem(record, prompt));
    List<Reply> replies =
        List.of(
            new Reply(chosen.subList(shared, chosen.size()), null),
            new Reply(rejected.subList(shared, rejected.size()), null));
    return Scores.of(record, SideNames.chosenScore(record), SideNames.rejectedScore(record))
        .pair(prompt, replies, origin);
  }

  /** Whether the shared turns hold the prompt, with or without a system turn before it. */
  private static boolean holds(List<Message> common, List<Message> prompt) {
    int from = Collections.indexOfSubList(common, prompt);
    return from == 0 || from == 1 && common.get(0).role() == Role.SYSTEM;
  }

  private static Comparison implicit(JsonNode record, SideNames names, Origin origin)
      throws Refusal {
    // Read as turns too, which refuses what only looks like text.
    Turns.readReply(Fields.value(record, names.chosen()), names.chosen());
    Turns.readReply(Fields.value(record, names.rejected()), names.rejected());
    String chosen = Fields.text(record, names.chosen());
    String rejected = Fields.text(record, names.rejected());
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
    return Scores.of(record, SideNames.chosenScore(record), SideNames.rejectedScore(record))
        .pair(
            Prompts.behindSystem(
                record, from == 0 ? List.of() : List.of(new Message(Role.USER, prompt))),
            List.of(
                Turns.reply(chosen.substring(from), null),
                Turns.reply(rejected.substring(from), null)),
            origin);
  }
}
