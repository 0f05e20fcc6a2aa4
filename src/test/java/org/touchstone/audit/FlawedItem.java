package org.touchstone.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.touchstone.audit.pairs.PairBuilder;
import org.touchstone.audit.pairs.ScoredPair;

/**
 * Two replies to one prompt of a {@link FlawWorld}, and what people said of them.
 *
 * @param number tells items apart
 * @param cluster of its prompt
 * @param turns of its prompt
 * @param first one of the replies
 * @param second the other
 * @param votes for each judgement, whether it prefers the first
 */
record FlawedItem(
    int number,
    String cluster,
    int turns,
    FlawedReply first,
    FlawedReply second,
    List<Boolean> votes) {

  private static final int PEOPLE = 8;

  /** How a model judges it, one pair a vote; of several votes, each is of a named person. */
  List<ScoredPair> pairs(ToDoubleFunction<FlawedReply> model, boolean trainingShown) {
    List<ScoredPair> pairs = new ArrayList<>();
    for (int vote = 0; vote < votes.size(); vote++) {
      FlawedReply chosen = votes.get(vote) ? first : second;
      FlawedReply rejected = votes.get(vote) ? second : first;
      pairs.add(
          PairBuilder.pair(number)
              .comparisonId("%06d-%d".formatted(number, vote))
              .cluster(cluster)
              .chosenFirst(votes.get(vote))
              .source(first.source())
              .language(first.language())
              .annotator(votes.size() == 1 ? null : "person " + (number + 3 * vote) % PEOPLE)
              .split(trainingShown && first.trained() ? "train" : "test")
              .turns(turns)
              .rewards(model.applyAsDouble(chosen), model.applyAsDouble(rejected))
              .words(chosen.words(), rejected.words())
              .characters(5 * chosen.words(), 5 * rejected.words())
              .build());
    }

    return pairs;
  }

  /** The reply that most people prefer; of even votes, the first. */
  FlawedReply preferred() {
    return first.liked() >= 0.5 ? first : second;
  }

  /** The other one. */
  FlawedReply other() {
    return first.liked() >= 0.5 ? second : first;
  }
}
