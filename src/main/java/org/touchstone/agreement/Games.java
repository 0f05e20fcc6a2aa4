package org.touchstone.agreement;

import java.util.Arrays;

/** The games of {@link BradleyTerry}, and what is maximised: a concave function of the scores. */
final class Games {

  private final int[] first;
  private final int[] second;
  private final double[] won;
  private final double[] lost;
  private final double[] wins;
  private final double prior;

  /** Takes the pairs of a graph; a tie is half a win for each side. */
  Games(ReplyGraph graph, double prior) {
    int[] size = new int[1];
    graph.forEachPair((i, j, sides) -> size[0]++);
    first = new int[size[0]];
    second = new int[size[0]];
    won = new double[size[0]];
    lost = new double[size[0]];
    wins = new double[graph.replies()];
    this.prior = prior;
    Arrays.fill(wins, prior / 2);
    int[] at = new int[1];
    graph.forEachPair((i, j, sides) -> add(at[0]++, i, j, sides));
  }

  private void add(int at, int i, int j, double[] sides) {
    first[at] = i;
    second[at] = j;
    won[at] = sides[0] + sides[2] / 2;
    lost[at] = sides[1] + sides[2] / 2;
    wins[i] += won[at];
    wins[j] += lost[at];
  }

  int replies() {
    return wins.length;
  }

  /** What is maximised, at some scores. */
  double logPosterior(double[] scores) {
    double sum = 0;
    for (double score : scores) {
      sum += prior / 2 * (logSigmoid(score) + logSigmoid(-score));
    }

    for (int g = 0; g < first.length; g++) {
      double ahead = scores[first[g]] - scores[second[g]];
      sum += won[g] * logSigmoid(ahead) + lost[g] * logSigmoid(-ahead);
    }

    return sum;
  }

  /** The slope in every score. */
  double[] gradient(double[] scores) {
    double[] gradient = new double[wins.length];
    Arrays.setAll(gradient, i -> wins[i] - prior * sigmoid(scores[i]));
    for (int g = 0; g < first.length; g++) {
      double expected = sigmoid(scores[first[g]] - scores[second[g]]);
      gradient[first[g]] -= (won[g] + lost[g]) * expected;
      gradient[second[g]] -= (won[g] + lost[g]) * (1 - expected);
    }

    return gradient;
  }

  /** The negative Hessian; of its two equal triangles, both. */
  double[][] information(double[] scores) {
    int n = wins.length;
    double[][] information = new double[n][n];
    for (int i = 0; i < n; i++) {
      information[i][i] = prior * slope(scores[i]);
    }

    for (int g = 0; g < first.length; g++) {
      int i = first[g];
      int j = second[g];
      double value = (won[g] + lost[g]) * slope(scores[i] - scores[j]);
      information[i][i] += value;
      information[j][j] += value;
      information[i][j] -= value;
      information[j][i] -= value;
    }

    return information;
  }

  /** One round of minorisation-maximisation: p_i = wins_i / sum over games of 1 / (p_i + p_j). */
  double[] round(double[] strengths) {
    double[] weights = new double[strengths.length];
    Arrays.setAll(weights, i -> prior / (strengths[i] + 1));
    for (int g = 0; g < first.length; g++) {
      double weight = (won[g] + lost[g]) / (strengths[first[g]] + strengths[second[g]]);
      weights[first[g]] += weight;
      weights[second[g]] += weight;
    }

    double[] next = new double[strengths.length];
    Arrays.setAll(next, i -> wins[i] / weights[i]);
    return next;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double logSigmoid(double x) {
    return x < 0 ? x - Math.log1p(Math.exp(x)) : -Math.log1p(Math.exp(-x));
  }

  /** sigmoid(x) (1 - sigmoid(x)), which is no zero for scores that can be. */
  private static double slope(double x) {
    double small = Math.exp(-Math.abs(x));
    return small / ((1 + small) * (1 + small));
  }
}
