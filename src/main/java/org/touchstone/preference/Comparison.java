package org.touchstone.preference;

import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One human judgement over two or more replies to one prompt. Pairs, ties, K-way ranks, ratings and
 * several annotators (one comparison each) all fit.
 *
 * @param prompt the turns before the replies; may be empty
 * @param replies the candidates, at least 2
 * @param ranks one rank per reply, from 1 = best; equal numbers are a tie
 * @param ratings one rating per reply as given by the source; null if it gives none
 * @param margin strength of the preference in the source's unit; null if the source does not say
 * @param annotator who judged; null if the source does not say
 * @param source the data set or tranche it came from
 * @param language BCP 47 tag; null if unknown
 * @param createdAt when it was judged; null if unknown
 * @param metadata anything else that the source says
 * @param context tools and documents of the conversation
 */
public record Comparison(
    List<Message> prompt,
    List<Reply> replies,
    List<Integer> ranks,
    @Nullable List<Double> ratings,
    @Nullable Double margin,
    @Nullable String annotator,
    String source,
    @Nullable String language,
    @Nullable Instant createdAt,
    Map<String, String> metadata,
    Context context)
    implements Serializable {

  /** Copies the lists and refuses ranks or ratings that do not fit the replies. */
  public Comparison {
    prompt = List.copyOf(prompt);
    replies = List.copyOf(replies);
    ranks = List.copyOf(ranks);
    ratings = ratings == null ? null : List.copyOf(ratings);
    metadata = Map.copyOf(metadata);
    if (replies.size() < 2) {
      throw new IllegalArgumentException(
          "Cannot compare %d replies: at least 2 needed".formatted(replies.size()));
    }

    if (ranks.size() != replies.size()) {
      throw new IllegalArgumentException(
          "Cannot rank %d replies with %d ranks: one each needed"
              .formatted(replies.size(), ranks.size()));
    }

    if (ranks.stream().mapToInt(Integer::intValue).min().orElse(0) != 1) {
      throw new IllegalArgumentException(
          "Cannot rank replies %s: the best rank must be 1".formatted(ranks));
    }

    if (ratings != null && ratings.size() != replies.size()) {
      throw new IllegalArgumentException(
          "Cannot rate %d replies with %d ratings: one each needed"
              .formatted(replies.size(), ratings.size()));
    }
  }

  /** Makes a comparison of a conversation without tools and documents. */
  public Comparison(
      List<Message> prompt,
      List<Reply> replies,
      List<Integer> ranks,
      @Nullable List<Double> ratings,
      @Nullable Double margin,
      @Nullable String annotator,
      String source,
      @Nullable String language,
      @Nullable Instant createdAt,
      Map<String, String> metadata) {
    this(
        prompt,
        replies,
        ranks,
        ratings,
        margin,
        annotator,
        source,
        language,
        createdAt,
        metadata,
        Context.NONE);
  }

  /**
   * Returns a pair with a preferred side and nothing else known.
   *
   * @param prompt the turns before the replies
   * @param chosen the preferred reply
   * @param rejected the other reply
   * @param source where it came from
   * @return the comparison, chosen first
   */
  public static Comparison pair(List<Message> prompt, Reply chosen, Reply rejected, String source) {
    return new Comparison(
        prompt,
        List.of(chosen, rejected),
        List.of(1, 2),
        null,
        null,
        null,
        source,
        null,
        null,
        Map.of());
  }

  /**
   * Returns every pair of replies with its order, ties included: K (K - 1) / 2 judgements for K
   * replies.
   *
   * @return the judgements, ordered by the indices of the two replies
   */
  public List<Judgement> judgements() {
    List<Judgement> judgements = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      for (int j = i + 1; j < replies.size(); j++) {
        int order = Integer.compare(ranks.get(i), ranks.get(j));
        judgements.add(order <= 0 ? new Judgement(i, j, order == 0) : new Judgement(j, i, false));
      }
    }

    return List.copyOf(judgements);
  }
}
