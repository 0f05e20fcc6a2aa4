package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Prompts;
import org.touchstone.conversation.Refusal;
import org.touchstone.preference.Reply;

/**
 * Reads a list {@code responses}, {@code replies}, {@code generations} or the like beside a list of
 * as many {@code ranks} (lowest is best), {@code ratings} or {@code scores} (highest is best).
 */
final class ReplyListReader implements RecordReader {

  private static final long serialVersionUID = 1L;

  private static final List<String> REPLIES =
      List.of("responses", "replies", "generations", "completions", "outputs", "candidates");
  private static final RecordReader COMPLETIONS = new CompletionsReader();
  private static final List<String> RANKS = List.of("ranks");
  private static final List<String> RATINGS = List.of("ratings", "scores");

  @Override
  public boolean matches(JsonNode record) {
    return Prompts.isIn(record)
        && present(record, REPLIES).isPresent()
        && !COMPLETIONS.matches(record)
        && (present(record, RANKS).isPresent() || present(record, RATINGS).isPresent());
  }

  @Override
  public Reading read(JsonNode record, String source) throws Refusal {
    String name = present(record, REPLIES).orElse(REPLIES.get(0));
    List<Reply> replies = RankedOutputReader.replies(record, name);
    Origin origin = Origin.of(record, source);
    Optional<String> ranks = present(record, RANKS);
    if (ranks.isEmpty()) {
      String ratings = present(record, RATINGS).orElse(RATINGS.get(0));
      return Reading.of(
          Candidates.rated(
              Prompts.read(record),
              replies,
              Fields.numbers(record, ratings, replies.size()),
              origin));
    }

    List<Double> numbers = Fields.numbers(record, ranks.get(), replies.size());
    return Reading.of(Candidates.ranked(Prompts.read(record), replies, numbers, origin));
  }

  private static Optional<String> present(JsonNode record, List<String> names) {
    return names.stream().filter(record::has).findFirst();
  }
}
