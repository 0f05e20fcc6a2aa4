package org.touchstone.ingest;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of a judgement lie in records of a format that nobody foresaw. Each value is a
 * path: names between dots, {@code [*]} for all elements of a list and {@code [0]} for one, {@code
 * ->} for the record that a value is the key of. Null or an empty list leaves a part out.
 *
 * @param prompt texts that are joined by line ends, or messages; none for no prompt
 * @param replies all candidates, in order
 * @param reply the only candidate of a record; records of one prompt are compared
 * @param authors one for each of the replies
 * @param bestFirst whether the replies come from best to worst
 * @param ranks one for each of the replies, the lowest is best
 * @param ratings one for each of the replies, the highest is best; beside {@code reply}, several
 *     paths whose words, joined by a blank, stand for a number in {@code values}
 * @param winner of two replies, 1 or 2 for the better one and 0 for a tie
 * @param values what numbers stand for the words in {@code ranks}, {@code ratings}, {@code winner}
 * @param each a list of which every element is a judgement; other paths reach into the element by
 *     {@code each}, as {@code each.value}
 * @param annotator who judged
 * @param margin strength of the preference
 * @param source where the record came from, in place of the file's name
 * @param language BCP 47 tag
 * @param metadata further texts, by the name that they shall have
 * @param lookup a file of records that paths reach by {@code ->}; it is held in memory
 * @param lookupKey the field of those records that holds their key
 */
public record Mapping(
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> prompt,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> replies,
    @Nullable String reply,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> authors,
    boolean bestFirst,
    @Nullable String ranks,
    @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> ratings,
    @Nullable String winner,
    Map<String, Double> values,
    @Nullable String each,
    @Nullable String annotator,
    @Nullable String margin,
    @Nullable String source,
    @Nullable String language,
    Map<String, String> metadata,
    @Nullable String lookup,
    @Nullable String lookupKey)
    implements Serializable {

  /** Nothing is mapped: the format says where things are. */
  public static final Mapping NONE =
      new Mapping(
          List.of(), List.of(), null, List.of(), false, null, List.of(), null, Map.of(), null, null,
          null, null, null, Map.of(), null, null);

  /** Refuses paths that are none, and a mapping that lacks replies or has not exactly one order. */
  public Mapping {
    prompt = List.copyOf(prompt);
    replies = List.copyOf(replies);
    authors = List.copyOf(authors);
    ratings = List.copyOf(ratings);
    values = Map.copyOf(values);
    metadata = Map.copyOf(metadata);
    List<String> paths = new ArrayList<>(prompt);
    paths.addAll(replies);
    paths.addAll(authors);
    paths.addAll(metadata.values());
    paths.addAll(ratings);
    Stream.of(reply, ranks, winner, each, annotator, margin, source, language)
        .filter(path -> path != null)
        .forEach(paths::add);
    boolean follows = paths.stream().map(FieldPath::of).filter(FieldPath::follows).count() > 0;
    if (!paths.isEmpty() || bestFirst) {
      checkReplies(replies, reply);
      checkOrder(bestFirst, ranks, ratings, winner, reply);
    }

    if (follows && lookup == null || (lookup == null) != (lookupKey == null)) {
      throw new IllegalArgumentException(
          "Cannot use mapping: paths with -> need both lookup and lookup-key, found %s and %s"
              .formatted(lookup, lookupKey));
    }
  }

  /**
   * Whether anything is mapped.
   *
   * @return whether records are read by this mapping rather than by a format
   */
  public boolean isSet() {
    return reply != null || !replies.isEmpty();
  }

  private static void checkReplies(List<String> replies, @Nullable String reply) {
    if (replies.isEmpty() == (reply == null)) {
      throw new IllegalArgumentException(
          "Cannot use mapping: exactly one of replies and reply must be set, found %s and %s"
              .formatted(replies, reply));
    }
  }

  private static void checkOrder(
      boolean bestFirst,
      @Nullable String ranks,
      List<String> ratings,
      @Nullable String winner,
      @Nullable String reply) {
    List<String> found = new ArrayList<>(bestFirst ? List.of("best-first") : List.of());
    if (ranks != null) {
      found.add("ranks");
    }

    if (!ratings.isEmpty()) {
      found.add("ratings");
    }

    if (winner != null) {
      found.add("winner");
    }

    if (found.size() != 1 || reply != null && ratings.isEmpty()) {
      throw new IllegalArgumentException(
          ("Cannot use mapping: exactly one of best-first, ranks, ratings, winner must be set, and"
                  + " ratings beside reply; found %s")
              .formatted(found));
    }

    if (ratings.size() > 1 && reply == null) {
      throw new IllegalArgumentException(
          "Cannot use mapping: ratings has the paths %s, one allowed beside replies"
              .formatted(ratings));
    }
  }
}
