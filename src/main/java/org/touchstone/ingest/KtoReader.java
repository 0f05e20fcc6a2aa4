package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/**
 * Reads KTO's records: a prompt, a {@code completion} and a {@code label} that says whether the
 * completion is desirable; or {@code messages} and the label. Each desirable reply to a prompt beat
 * each undesirable one; two desirable ones were never compared.
 */
final class KtoReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final List<String> LABELS = List.of("label", "kto_tag");
  private static final String COMPLETION = "completion";
  private static final String RESPONSE = "response";
  private static final List<String> DIALOGUES = List.of("messages", "conversations");
  private static final Set<String> DESIRABLE = Set.of("true", "1", "1.0");
  private static final Set<String> UNDESIRABLE = Set.of("false", "0", "0.0");
  private static final RecordReader JUDGED = new JudgedAnswerReader();

  @Override
  public boolean matches(JsonNode record) {
    Optional<String> label = label(record);
    if (label.isEmpty() || SidePair.in(record).isPresent() || record.has("chosen")) {
      return false;
    }

    if (record.has(COMPLETION)) {
      return Prompts.isIn(record) && !JUDGED.matches(record);
    }

    // Elsewhere a label of 0 and 1 may mean anything, such as harmful.
    return isTruth(record.path(label.get()))
        && (record.has(RESPONSE) && Prompts.isIn(record) || dialogue(record).isPresent());
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    double rating = rating(record);
    Origin origin = Origin.of(record, source);
    Optional<String> reply = List.of(COMPLETION, RESPONSE).stream().filter(record::has).findFirst();
    if (reply.isPresent()) {
      List<Message> turns = Turns.readReply(Fields.value(record, reply.get()), reply.get());
      return reading(Prompts.read(record), turns, rating, origin);
    }

    String name = dialogue(record).orElse(DIALOGUES.get(0));
    List<Message> turns = Turns.readReply(Fields.value(record, name), name);
    int last = turns.size() - 1;
    List<Message> prompt = Prompts.behindSystem(record, turns.subList(0, last));
    return reading(prompt, turns.subList(last, turns.size()), rating, origin);
  }

  private static Reading reading(
      List<Message> prompt, List<Message> reply, double rating, Origin origin) {
    return Reading.of(
        new RatedReply(
            prompt, new Reply(reply, null), rating, origin, RatedReply.Ties.NEVER_COMPARED));
  }

  private static double rating(JsonNode record) throws Refusal {
    String name = label(record).orElse(LABELS.get(0));
    JsonNode label = Fields.value(record, name);
    String value = label.asText().strip().toLowerCase(Locale.ROOT);
    if (!DESIRABLE.contains(value) && !UNDESIRABLE.contains(value)) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "field \"%s\" is %s, allowed are true, false, 1 and 0".formatted(name, label));
    }

    return DESIRABLE.contains(value) ? 1 : 0;
  }

  private static boolean isTruth(JsonNode label) {
    String text = label.asText().strip().toLowerCase(Locale.ROOT);
    return label.isBoolean() || label.isTextual() && (text.equals("true") || text.equals("false"));
  }

  private static Optional<String> label(JsonNode record) {
    return LABELS.stream().filter(record::has).findFirst();
  }

  private static Optional<String> dialogue(JsonNode record) {
    return DIALOGUES.stream().filter(name -> Turns.areMessages(record.path(name))).findFirst();
  }
}
