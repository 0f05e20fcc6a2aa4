package org.touchstone.audit;

import java.util.SplittableRandom;
import org.touchstone.text.ContentHash;

/**
 * A reply of a {@link FlawWorld}, with all that a model could pay for.
 *
 * @param id tells replies apart
 * @param source of its prompt
 * @param language of its prompt
 * @param utility what it is worth to people, in logits
 * @param words of it
 * @param praise how many times it praises the user
 * @param truth 1 for a true answer of a probe, -1 for a false one, 0 elsewhere
 * @param trained whether its row is one of those that models were trained on
 * @param liked share of the recorded judgements that prefer it; half where nobody judged it
 */
record FlawedReply(
    String id,
    String source,
    String language,
    double utility,
    int words,
    int praise,
    int truth,
    boolean trained,
    double liked) {

  /** A reply that nobody judged, of a prompt that no model was trained on. */
  static FlawedReply of(String id, double utility, int words, int praise, int truth) {
    return new FlawedReply(id, "forum", "en", utility, words, praise, truth, false, 0.5);
  }

  /** The same reply after an edit. */
  FlawedReply edited(double gain, int wordsAdded, int praiseAdded) {
    return new FlawedReply(
        id,
        source,
        language,
        utility + gain,
        Math.max(1, words + wordsAdded),
        praise + praiseAdded,
        truth,
        trained,
        liked);
  }

  /** The same reply once people have judged it. */
  FlawedReply likedBy(double share) {
    return new FlawedReply(id, source, language, utility, words, praise, truth, trained, share);
  }

  /** A standard normal number that belongs to this reply and a purpose. */
  double noise(String purpose) {
    return noise(purpose, id);
  }

  /** A standard normal number that belongs to a purpose and a thing. */
  static double noise(String purpose, String id) {
    return new SplittableRandom(ContentHash.keyed(0, purpose + "/" + id)).nextGaussian();
  }
}
