package org.touchstone.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Replies whose worth is known: the sum of what their tokens are worth. People see it with logistic
 * noise, as the Bradley-Terry model says, and call what is close a tie.
 */
final class KnownUtilities {

  static final int VOCABULARY = 64;
  private static final int REPLY_TOKENS = 8;

  private final SplittableRandom random;
  private final double[] worth = new double[VOCABULARY];
  private int prompts;

  KnownUtilities(long seed) {
    random = new SplittableRandom(seed);
    for (int token = 2; token < VOCABULARY; token++) {
      worth[token] = random.nextDouble(-1.2, 1.2);
    }
  }

  /** A reply of random tokens after its prompt. */
  private int[] reply(int prompt) {
    int[] ids = new int[1 + REPLY_TOKENS];
    ids[0] = 2 + prompt % (VOCABULARY - 2);
    for (int i = 1; i < ids.length; i++) {
      ids[i] = 2 + random.nextInt(VOCABULARY - 2);
    }

    return ids;
  }

  double utility(int[] reply) {
    return Arrays.stream(reply).skip(1).mapToDouble(token -> worth[token]).sum();
  }

  /** Two replies, and what some annotators say; gaps that feel below the threshold are ties. */
  EncodedComparison pair(int annotators, double threshold) {
    int prompt = prompts++;
    int[][] replies = {reply(prompt), reply(prompt)};
    double gap = utility(replies[0]) - utility(replies[1]);
    int[][] rankings = new int[annotators][];
    for (int i = 0; i < annotators; i++) {
      double u = random.nextDouble();
      double felt = gap + Math.log(u / (1 - u));
      rankings[i] =
          Math.abs(felt) < threshold
              ? new int[] {1, 1}
              : felt > 0 ? new int[] {1, 2} : new int[] {2, 1};
    }

    return new EncodedComparison("p" + prompt, replies, rankings, new float[0], 0, 1, 1);
  }

  /** Two replies, the better one first. */
  EncodedComparison decided() {
    EncodedComparison pair = pair(1, 0);
    int[][] replies = pair.replies();
    return pair.rankings()[0][0] == 1
        ? EncodedComparison.pair(pair.group(), replies[0], replies[1], 0, 1)
        : EncodedComparison.pair(pair.group(), replies[1], replies[0], 0, 1);
  }

  /** A tie in front of the loss, or a pair with the better reply first. */
  EncodedComparison decidedOrTied(double threshold) {
    EncodedComparison pair = pair(1, threshold);
    int[] ranks = pair.rankings()[0];
    return ranks[0] <= ranks[1]
        ? pair
        : new EncodedComparison(
            pair.group(),
            new int[][] {pair.replies()[1], pair.replies()[0]},
            new int[][] {{1, 2}},
            new float[0],
            0,
            1,
            1);
  }

  /** Replies ranked by what they are worth plus Gumbel noise, as Plackett and Luce say; rated. */
  EncodedComparison list(int size) {
    int prompt = prompts++;
    int[][] replies = new int[size][];
    double[] felt = new double[size];
    float[] ratings = new float[size];
    for (int i = 0; i < size; i++) {
      replies[i] = reply(prompt);
      felt[i] = utility(replies[i]) - Math.log(-Math.log(random.nextDouble()));
      ratings[i] = Math.round(felt[i]);
    }

    int[] ranks = new int[size];
    for (int i = 0; i < size; i++) {
      int at = i;
      ranks[i] = 1 + (int) Arrays.stream(felt).filter(other -> other > felt[at]).count();
    }

    return new EncodedComparison(
        "p" + prompt, replies, new int[][] {ranks}, ratings, 0, 1, 2f / (size * (size - 1)));
  }

  /** Pairs that no one was unsure about, the better one first. */
  List<EncodedComparison> truths(int count) {
    List<EncodedComparison> truths = new ArrayList<>();
    while (truths.size() < count) {
      int prompt = prompts++;
      int[] a = reply(prompt);
      int[] b = reply(prompt);
      boolean first = utility(a) > utility(b);
      truths.add(EncodedComparison.pair("t" + prompt, first ? a : b, first ? b : a, 0, 1));
    }

    return truths;
  }
}
