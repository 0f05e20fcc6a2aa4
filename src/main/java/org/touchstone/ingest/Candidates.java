package org.touchstone.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.touchstone.conversation.Refusal;
import org.touchstone.conversation.RejectionReason;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;

/** Makes comparisons of replies and what is said of each. */
final class Candidates {

  private Candidates() {}

  /** A pair of which the first is preferred. */
  static Comparison pair(List<Message> prompt, Reply chosen, Reply rejected, Origin origin)
      throws Refusal {
    return ranked(prompt, List.of(chosen, rejected), List.of(1.0, 2.0), origin);
  }

  /**
   * A pair of which the first is preferred, whatever the ratings say; none where none are known.
   */
  static Comparison withRatings(
      List<Message> prompt, List<Reply> replies, List<Double> ratings, Origin origin)
      throws Refusal {
    return comparison(prompt, replies, List.of(1, 2), ratings.isEmpty() ? null : ratings, origin);
  }

  /**
   * A pair of which one is preferred.
   *
   * @param winner 1 or 2 for the first or the second, 0 for a tie
   */
  static Comparison judged(
      List<Message> prompt, Reply first, Reply second, int winner, Origin origin) throws Refusal {
    List<Double> ranks = List.of(winner == 2 ? 2.0 : 1.0, winner == 1 ? 2.0 : 1.0);
    return ranked(prompt, List.of(first, second), ranks, origin);
  }

  /** Replies from best to worst. */
  static Comparison bestFirst(List<Message> prompt, List<Reply> replies, Origin origin)
      throws Refusal {
    List<Double> ranks = new ArrayList<>();
    for (int i = 1; i <= replies.size(); i++) {
      ranks.add((double) i);
    }

    return ranked(prompt, replies, ranks, origin);
  }

  /** Replies with ranks, of which the lowest is the best. */
  static Comparison ranked(
      List<Message> prompt, List<Reply> replies, List<Double> ranks, Origin origin) throws Refusal {
    return comparison(prompt, replies, dense(ranks.stream().map(r -> -r).toList()), null, origin);
  }

  /** Replies with ratings, of which the highest is the best and equal ones are ties. */
  static Comparison rated(
      List<Message> prompt, List<Reply> replies, List<Double> ratings, Origin origin)
      throws Refusal {
    return comparison(prompt, replies, dense(ratings), ratings, origin);
  }

  /** Ranks 1, 2, ... by falling rating, without gaps. */
  private static List<Integer> dense(List<Double> ratings) {
    TreeSet<Double> distinct = new TreeSet<>(ratings);
    return ratings.stream().map(r -> 1 + distinct.tailSet(r, false).size()).toList();
  }

  /** Of replies that say the same and rank alike, the first is kept. */
  private static Comparison comparison(
      List<Message> prompt,
      List<Reply> replies,
      List<Integer> ranks,
      @Nullable List<Double> ratings,
      Origin origin)
      throws Refusal {
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < replies.size(); i++) {
      if (isNew(i, kept, replies, ranks)) {
        kept.add(i);
      }
    }

    if (kept.size() < 2) {
      throw kept.size() < replies.size()
          ? new Refusal(RejectionReason.IDENTICAL_SIDES, "all replies say the same")
          : new Refusal(
              RejectionReason.WRONG_LENGTH,
              "there are %d replies, must be at least 2".formatted(replies.size()));
    }

    return new Comparison(
        prompt,
        kept.stream().map(replies::get).toList(),
        kept.stream().map(ranks::get).toList(),
        ratings == null ? null : kept.stream().map(ratings::get).toList(),
        origin.margin(),
        origin.annotator(),
        origin.source(),
        origin.language(),
        origin.createdAt(),
        origin.metadata(),
        origin.context());
  }

  private static boolean isNew(
      int reply, List<Integer> kept, List<Reply> replies, List<Integer> ranks) throws Refusal {
    for (int earlier : kept) {
      if (replies.get(earlier).messages().equals(replies.get(reply).messages())) {
        if (!ranks.get(earlier).equals(ranks.get(reply))) {
          throw new Refusal(
              RejectionReason.IDENTICAL_SIDES,
              "replies %d and %d say the same and rank %d and %d"
                  .formatted(earlier + 1, reply + 1, ranks.get(earlier), ranks.get(reply)));
        }

        return false;
      }
    }

    return true;
  }
}
