package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;

/**
 * Reads two replies, such as {@code response1} and {@code response2} or {@code response_A} and
 * {@code response_B}, and labels that name the better one. Each of {@code annotator1}, {@code
 * annotator2}, ... is a judgement of its own, {@code label} is one without a name. A label that is
 * null was not given. What labels mean is one thing in a whole file: see {@link LabelConvention}.
 */
final class LabelledPairReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  /** The first that a record has is read. */
  private static final List<String> LABELS =
      List.of(
          "label",
          "labels",
          "better_response_id",
          "preference",
          "preferred",
          "winner",
          "choice",
          "verdict");

  private static final Pattern ANNOTATOR = Pattern.compile("annotator_?\\d+");
  private static final RecordReader ARENA = new ArenaReader();

  private final @Nullable Labels labels;

  LabelledPairReader() {
    this(null);
  }

  private LabelledPairReader(@Nullable Labels labels) {
    this.labels = labels;
  }

  @Override
  public boolean matches(JsonNode record) {
    return SidePair.in(record).isPresent() && !fields(record).isEmpty() && !ARENA.matches(record);
  }

  @Override
  public boolean variesByFile() {
    return true;
  }

  @Override
  public RecordReader ofFile(Iterable<JsonNode> records, String file, List<String> named) {
    if (!named.isEmpty()) {
      return new LabelledPairReader(Labels.ofSettings(named));
    }

    LabelConvention convention = new LabelConvention();
    for (JsonNode record : records) {
      Optional<SidePair> sides = SidePair.in(record);
      if (sides.isPresent()) {
        for (String field : fields(record)) {
          if (Fields.has(record, field)) {
            convention.add(record.path(field), sides.get().firstSide());
          }
        }

        Optional<Labels> shown = convention.afterRecord(sides.get().firstSide());
        if (shown.isPresent()) {
          return new LabelledPairReader(shown.get());
        }
      }
    }

    return new LabelledPairReader(convention.ofWholeFile(file));
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    SidePair sides = SidePair.of(record);
    List<Message> prompt = Prompts.read(record);
    SidePair.Replies replies = sides.replies(record);
    Origin origin = Origin.of(record, source);
    List<Comparison> judgements = new ArrayList<>();
    for (String field : fields(record)) {
      if (Fields.has(record, field)) {
        int winner = labels().winner(Fields.value(record, field), field, sides.firstSide());
        Origin by = ANNOTATOR.matcher(field).matches() ? origin.by(field) : origin;
        judgements.add(Candidates.judged(prompt, replies.first(), replies.second(), winner, by));
      }
    }

    if (judgements.isEmpty()) {
      throw new Refusal(
          RejectionReason.MISSING_FIELD,
          "none of fields %s and \"annotator1\", ... holds a label".formatted(LABELS));
    }

    return Reading.of(judgements);
  }

  private Labels labels() {
    if (labels == null) {
      throw new IllegalStateException("labels are read before it is known what they mean");
    }

    return labels;
  }

  /** Reads a label that is 1, 2 or 0. */
  static int winner(@Nullable JsonNode label, String name) throws Refusal {
    double number = label == null ? Double.NaN : Fields.numberOf(label, name);
    if (number != 0 && number != 1 && number != 2) {
      throw new Refusal(
          RejectionReason.UNKNOWN_VALUE,
          "field \"%s\" is %s, allowed are 1, 2 and 0 for a tie".formatted(name, label));
    }

    return (int) number;
  }

  private static List<String> fields(JsonNode record) {
    List<String> fields = new ArrayList<>();
    LABELS.stream().filter(record::has).findFirst().ifPresent(fields::add);
    record
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (ANNOTATOR.matcher(name).matches()) {
                fields.add(name);
              }
            });
    return fields;
  }
}
