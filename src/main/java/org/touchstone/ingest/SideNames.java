package org.touchstone.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The fields of a preferred reply and of one that is not, under the names that data sets give them.
 *
 * @param chosen the field of what was preferred
 * @param rejected the field of what was not
 */
record SideNames(String chosen, String rejected) {

  /** The usual names, first. */
  static final List<SideNames> ALL =
      List.of(
          new SideNames("chosen", "rejected"),
          new SideNames("response_chosen", "response_rejected"),
          new SideNames("chosen_response", "rejected_response"),
          new SideNames("chosen_messages", "rejected_messages"),
          new SideNames("chosen_answer", "rejected_answer"),
          new SideNames("accepted", "rejected"),
          new SideNames("preferred", "dispreferred"),
          new SideNames("response_j", "response_k"));

  private static final List<String> CHOSEN_SCORES =
      List.of("score_chosen", "chosen_score", "rating_chosen", "chosen_rating", "chosen-rating");
  private static final List<String> REJECTED_SCORES =
      List.of(
          "score_rejected",
          "rejected_score",
          "rating_rejected",
          "rejected_rating",
          "rejected-rating");

  /** Returns the names that a record has. */
  static Optional<SideNames> in(JsonNode record) {
    return ALL.stream()
        .filter(names -> record.has(names.chosen) && record.has(names.rejected))
        .findFirst();
  }

  /** The field with the rating of the preferred reply; one that is not there if there is none. */
  static String chosenScore(JsonNode record) {
    return present(record, CHOSEN_SCORES);
  }

  /** The field with the rating of the other reply; one that is not there if there is none. */
  static String rejectedScore(JsonNode record) {
    return present(record, REJECTED_SCORES);
  }

  private static String present(JsonNode record, List<String> names) {
    return Stream.concat(names.stream().filter(record::has), names.stream())
        .findFirst()
        .orElseThrow();
  }
}
