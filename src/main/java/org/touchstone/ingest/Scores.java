package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Fields;
import org.touchstone.conversation.Refusal;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/**
 * The ratings of two replies of which another field says the better one. Ratings need both: of one
 * alone, the number is kept in the metadata. Ratings that contradict the other field are kept as
 * they are, and the field decides.
 *
 * @param ofFirst rating of the first reply; null if not given
 * @param ofSecond rating of the second reply; null if not given
 * @param first the field of the first rating
 * @param second the field of the second rating
 */
record Scores(@Nullable Double ofFirst, @Nullable Double ofSecond, String first, String second) {

  /** Reads two fields, either of which may be missing, null, blank or NaN. */
  static Scores of(JsonNode record, String first, String second) throws Refusal {
    return new Scores(
        Fields.optionalNumber(record, first), Fields.optionalNumber(record, second), first, second);
  }

  /** The same ratings for replies in the other order. */
  Scores reversed() {
    return new Scores(ofSecond, ofFirst, second, first);
  }

  /** A pair of which the first is preferred. */
  Comparison pair(List<Message> prompt, List<Reply> replies, Origin origin) throws Refusal {
    if (ofFirst != null && ofSecond != null) {
      return Candidates.withRatings(prompt, replies, List.of(ofFirst, ofSecond), origin);
    }

    Origin with = origin;
    if (ofFirst != null || ofSecond != null) {
      with =
          ofFirst == null
              ? origin.with(second, String.valueOf(ofSecond))
              : origin.with(first, String.valueOf(ofFirst));
    }

    return Candidates.withRatings(prompt, replies, List.of(), with);
  }
}
