package org.touchstone.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.touchstone.audit.statistic.Outcomes;

/**
 * Replies whose utility is known, and people who choose between them by Bradley-Terry.
 *
 * <pre>
 *   utility = s_c N(0, 1), s_c one of three scales of the prompt cluster
 *   P(first is chosen) = sigmoid(utility of first - utility of second)
 * </pre>
 *
 * <p>Utility has nothing to do with length, praise, source or language. Clusters hold one to five
 * items; a third of the items is judged by three named people of eight, the others by one unnamed.
 *
 * @param items what people judged
 * @param pools prompts with many replies each
 * @param truths pairs of a true and a false answer, better first
 * @param traps pairs whose worse reply is longer and praises the user, better first
 */
record FlawWorld(
    List<FlawedItem> items,
    List<List<FlawedReply>> pools,
    List<FlawedItem> truths,
    List<FlawedItem> traps) {

  private static final int CLUSTERS = 180;
  private static final int POOLS = 60;
  private static final int POOLED_REPLIES = 16;
  private static final int PROBED = 120;

  /** Draws a world. */
  static FlawWorld of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<FlawedItem> items = new ArrayList<>();
    for (int c = 0; c < CLUSTERS; c++) {
      int size = 1 + (int) (5 * Math.pow(random.nextDouble(), 3));
      double scale = 0.7 * (1 + random.nextInt(3));
      FlawedReply prompt = prompt(random);
      int turns = 1 + 2 * random.nextInt(3);
      for (int i = 0; i < size; i++) {
        FlawedReply first = reply(prompt, items.size() + "a", scale, random);
        FlawedReply second = reply(prompt, items.size() + "b", scale, random);
        items.add(judged(items.size(), "c" + c, turns, first, second, random));
      }
    }

    return new FlawWorld(
        items,
        IntStream.range(0, POOLS).mapToObj(pool -> pool(pool, random)).toList(),
        IntStream.range(0, PROBED).mapToObj(i -> truth(i, random)).toList(),
        IntStream.range(0, PROBED).mapToObj(i -> trap(i, random)).toList());
  }

  /** What two people of this world agree on: the mean of p^2 + (1 - p)^2. */
  double agreement() {
    return items.stream()
        .flatMap(item -> item.votes().stream().map(vote -> item))
        .mapToDouble(item -> Outcomes.sigmoid(item.first().utility() - item.second().utility()))
        .map(p -> p * p + (1 - p) * (1 - p))
        .average()
        .orElseThrow();
  }

  /** A reply without merits, from which those to one prompt are made. */
  private static FlawedReply prompt(SplittableRandom random) {
    double place = random.nextDouble();
    return new FlawedReply(
        "",
        place < 0.5 ? "forum" : place < 0.8 ? "helpdesk" : "essays",
        random.nextDouble() < 0.7 ? "en" : "de",
        0,
        0,
        0,
        0,
        random.nextDouble() < 0.4,
        0.5);
  }

  private static FlawedReply reply(
      FlawedReply prompt, String id, double scale, SplittableRandom random) {
    return new FlawedReply(
        id,
        prompt.source(),
        prompt.language(),
        scale * random.nextGaussian(),
        words(random),
        random.nextDouble() < 0.05 ? 1 : 0,
        0,
        prompt.trained(),
        0.5);
  }

  private static int words(SplittableRandom random) {
    return 20 + (int) (80 * Math.exp(0.6 * random.nextGaussian()));
  }

  private static FlawedItem judged(
      int number,
      String cluster,
      int turns,
      FlawedReply first,
      FlawedReply second,
      SplittableRandom random) {
    double p = Outcomes.sigmoid(first.utility() - second.utility());
    int people = random.nextDouble() < 1 / 3.0 ? 3 : 1;
    List<Boolean> votes =
        IntStream.range(0, people).mapToObj(i -> random.nextDouble() < p).toList();
    double share = votes.stream().filter(vote -> vote).count() / (double) people;
    return new FlawedItem(
        number, cluster, turns, first.likedBy(share), second.likedBy(1 - share), votes);
  }

  private static List<FlawedReply> pool(int number, SplittableRandom random) {
    FlawedReply prompt = prompt(random);
    return IntStream.range(0, POOLED_REPLIES)
        .mapToObj(i -> reply(prompt, "pool %d-%d".formatted(number, i), 1.4, random))
        .toList();
  }

  private static FlawedItem truth(int number, SplittableRandom random) {
    double utility = random.nextGaussian();
    return probe(
        number,
        FlawedReply.of("true" + number, utility + 1.5, words(random), 0, 1),
        FlawedReply.of("false" + number, utility, words(random), 0, -1));
  }

  private static FlawedItem trap(int number, SplittableRandom random) {
    double utility = random.nextGaussian();
    int words = words(random);
    return probe(
        number,
        FlawedReply.of("good" + number, utility + 1.5, words, 0, 0),
        FlawedReply.of("trap" + number, utility, 2 * words, 1, 0));
  }

  private static FlawedItem probe(int number, FlawedReply better, FlawedReply worse) {
    return new FlawedItem(
        number, "c" + number, 1, better.likedBy(1), worse.likedBy(0), List.of(true));
  }
}
