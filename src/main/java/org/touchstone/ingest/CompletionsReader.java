package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.conversation.Turns;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/**
 * Reads {@code completions}, or {@code answers} as Nectar has them, a list of objects that each
 * hold a reply and either a {@code rank} (lowest is best) or a rating (highest is best, equal ones
 * tie).
 *
 * <p>A rating is {@code rating}, {@code score} or {@code fine-grained_score}, else the mean of the
 * {@code Rating} of all {@code annotations}. UltraFeedback's {@code overall_score} is never taken:
 * a known slip of its authors turned critiques of 1 into 10.
 */
final class CompletionsReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final List<String> LISTS = List.of("completions", "answers");
  private static final String RANK = "rank";
  private static final String ANNOTATIONS = "annotations";
  private static final String RATING = "Rating";
  private static final List<String> TEXTS =
      List.of("response", "completion", "answer", "text", "content", "reply");
  private static final List<String> RATINGS = List.of("rating", "score", "fine-grained_score");

  @Override
  public boolean matches(JsonNode record) {
    JsonNode first = elements(record.path(list(record))).path(0);
    return Prompts.isIn(record) && first.isObject() && TEXTS.stream().anyMatch(first::has);
  }

  private static String list(JsonNode record) {
    return LISTS.stream().filter(record::has).findFirst().orElse(LISTS.get(0));
  }

  /** A list, also one that a text holds. */
  private static JsonNode elements(JsonNode value) {
    @Nullable JsonNode array = Fields.array(value);
    return array == null ? value : array;
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    List<Message> prompt = Prompts.read(record);
    List<JsonNode> completions = Fields.list(record, list(record));
    boolean ranked = completions.stream().anyMatch(completion -> completion.has(RANK));
    List<Reply> replies = new ArrayList<>();
    List<Double> numbers = new ArrayList<>();
    for (JsonNode completion : completions) {
      replies.add(reply(completion));
      numbers.add(ranked ? (Double) Fields.number(completion, RANK) : (Double) rating(completion));
    }

    Origin origin = Origin.of(record, source);
    Comparison comparison =
        ranked
            ? Candidates.ranked(prompt, replies, numbers, origin)
            : Candidates.rated(prompt, replies, numbers, origin);
    return Reading.of(comparison);
  }

  private static Reply reply(JsonNode completion) throws Refusal {
    String name = TEXTS.stream().filter(completion::has).findFirst().orElse(TEXTS.get(0));
    return new Reply(
        Turns.readReply(Fields.value(completion, name), name),
        Fields.optionalText(completion, "model"));
  }

  private static double rating(JsonNode completion) throws Refusal {
    for (String name : RATINGS) {
      if (completion.has(name)) {
        return Fields.number(completion, name);
      }
    }

    JsonNode aspects = Fields.value(completion, ANNOTATIONS);
    double sum = 0;
    for (JsonNode aspect : aspects) {
      sum += Fields.number(aspect.isArray() ? aspect.path(0) : aspect, RATING);
    }

    if (aspects.isEmpty()) {
      throw new Refusal(
          RejectionReason.WRONG_LENGTH, "field \"%s\" has no rating".formatted(ANNOTATIONS));
    }

    return sum / aspects.size();
  }
}
