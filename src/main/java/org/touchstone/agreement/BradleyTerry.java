package org.touchstone.agreement;

import java.util.Arrays;

/**
 * Scores of replies from who beat whom.
 *
 * <pre>
 *   P(i beats j) = sigmoid(s_i - s_j)
 *   maximise  sum w_ij ln sigmoid(s_i - s_j) + (a / 2) sum (ln sigmoid(s_i) + ln sigmoid(-s_i))
 * </pre>
 *
 * <p>w_ij = times that i beat j, a tie being half a win for each side. The second sum is a prior:
 * every reply also won and lost a / 2 times against a reply of score 0. With a &gt; 0 the maximum
 * is finite and unique even where a reply won always or two parts of the graph never met; without,
 * it exists only if every reply beat every other along some path. Scores of parts that never met
 * are not comparable: the prior centres each at 0.
 *
 * <p>Units: logits; 1 is odds of 2.72 to 1. Standard errors are the roots of the diagonal of the
 * inverse of the negative Hessian, prior included; NaN above {@link #MAX_WITH_ERRORS} replies,
 * where the inverse costs too much.
 *
 * <p>Method: rounds of minorisation-maximisation, each followed by the best common shift of every
 * part. Games say nothing of that shift, so without it only the prior would move it, a little each
 * round. At the maximum over shifts, sum sigmoid(s_i) over a part is half its size: the terms of
 * games cancel. Both steps rise. The rounds end when no score changes by more than 1e-9, or after
 * {@link #MAX_ROUNDS}.
 *
 * <p>Source: R. A. Bradley and M. E. Terry, Biometrika 39 (1952), 324-345; D. R. Hunter, "MM
 * algorithms for generalized Bradley-Terry models", Annals of Statistics 32 (2004), 384-406,
 * equation (3); the prior, F. Caron and A. Doucet, Journal of Computational and Graphical
 * Statistics 21 (2012), 174-196, has the same form.
 *
 * @param scores of every reply, in logits
 * @param standardErrors of every reply, in logits
 * @param rounds of the iteration
 * @param converged whether the rounds ended before their limit; if not, the scores are short of the
 *     maximum
 */
public record BradleyTerry(
    double[] scores, double[] standardErrors, int rounds, boolean converged) {

  /** The largest graph whose standard errors are computed: 500^3 / 3 multiplications. */
  public static final int MAX_WITH_ERRORS = 500;

  /** Rounds after which the iteration stops wherever it is. */
  public static final int MAX_ROUNDS = 10_000;

  private static final double PRECISION = 1e-9;
  private static final double SHIFT_PRECISION = 1e-12;
  private static final double LONGEST_STEP = 1;
  private static final int MAX_STEPS = 1_000;

  /** Pairs as arrays: indices, wins of the first and of the second. */
  private record Games(int[] first, int[] second, double[] won, double[] lost) {}

  /**
   * Fits the scores.
   *
   * @param graph who beat whom
   * @param prior a, imagined games of each reply against a reply of score 0; above 0
   * @return the scores at the maximum
   */
  public static BradleyTerry fit(ReplyGraph graph, double prior) {
    if (!(prior > 0)) {
      throw new IllegalArgumentException(
          "Cannot fit scores with a prior of %s games: above 0 needed".formatted(prior));
    }

    Games games = games(graph);
    int n = graph.replies();
    double[] wins = new double[n];
    Arrays.fill(wins, prior / 2);
    for (int g = 0; g < games.first.length; g++) {
      wins[games.first[g]] += games.won[g];
      wins[games.second[g]] += games.lost[g];
    }

    int[][] parts = graph.parts();
    double[] strengths = new double[n];
    Arrays.fill(strengths, 1);
    int rounds = 0;
    double change = Double.POSITIVE_INFINITY;
    while (rounds < MAX_ROUNDS && change > PRECISION) {
      double[] next = improved(strengths, wins, games, prior);
      for (int[] part : parts) {
        centre(next, part);
      }

      change = largestChange(strengths, next);
      strengths = next;
      rounds++;
    }

    double[] scores = Arrays.stream(strengths).map(Math::log).toArray();
    return new BradleyTerry(
        scores, standardErrors(scores, games, prior), rounds, change <= PRECISION);
  }

  private static Games games(ReplyGraph graph) {
    int[] size = new int[1];
    graph.forEachPair((i, j, sides) -> size[0]++);
    Games games =
        new Games(new int[size[0]], new int[size[0]], new double[size[0]], new double[size[0]]);
    int[] at = new int[1];
    graph.forEachPair(
        (i, j, sides) -> {
          games.first[at[0]] = i;
          games.second[at[0]] = j;
          games.won[at[0]] = sides[0] + sides[2] / 2;
          games.lost[at[0]] = sides[1] + sides[2] / 2;
          at[0]++;
        });
    return games;
  }

  /** One round of MM: p_i = wins_i / sum over games of 1 / (p_i + p_j). */
  private static double[] improved(double[] strengths, double[] wins, Games games, double prior) {
    double[] weights = new double[strengths.length];
    Arrays.setAll(weights, i -> prior / (strengths[i] + 1));
    for (int g = 0; g < games.first.length; g++) {
      int i = games.first[g];
      int j = games.second[g];
      double weight = (games.won[g] + games.lost[g]) / (strengths[i] + strengths[j]);
      weights[i] += weight;
      weights[j] += weight;
    }

    double[] next = new double[strengths.length];
    Arrays.setAll(next, i -> wins[i] / weights[i]);
    return next;
  }

  /**
   * Multiplies the strengths of a part so that sum p / (1 + p) is half its size: Newton on the
   * logarithm of the factor. The slope changes by a factor of e at most within a step of 1, which
   * keeps it from going round in circles.
   */
  private static void centre(double[] strengths, int[] part) {
    double shift = 0;
    double step = Double.POSITIVE_INFINITY;
    for (int i = 0; i < MAX_STEPS && Math.abs(step) > SHIFT_PRECISION; i++) {
      double factor = Math.exp(shift);
      double excess = -part.length / 2.0;
      double slope = 0;
      for (int reply : part) {
        double strength = factor * strengths[reply];
        excess += strength / (1 + strength);
        slope += strength / ((1 + strength) * (1 + strength));
      }

      step = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, -excess / slope));
      shift += step;
    }

    for (int reply : part) {
      strengths[reply] *= Math.exp(shift);
    }
  }

  private static double largestChange(double[] before, double[] after) {
    double change = 0;
    for (int i = 0; i < before.length; i++) {
      change = Math.max(change, Math.abs(Math.log(after[i] / before[i])));
    }

    return change;
  }

  private static double[] standardErrors(double[] scores, Games games, double prior) {
    int n = scores.length;
    double[] errors = new double[n];
    Arrays.fill(errors, Double.NaN);
    if (n > MAX_WITH_ERRORS) {
      return errors;
    }

    double[][] information = new double[n][n];
    for (int i = 0; i < n; i++) {
      information[i][i] = prior * slope(scores[i]);
    }

    for (int g = 0; g < games.first.length; g++) {
      int i = games.first[g];
      int j = games.second[g];
      double value = (games.won[g] + games.lost[g]) * slope(scores[i] - scores[j]);
      information[i][i] += value;
      information[j][j] += value;
      information[i][j] -= value;
      information[j][i] -= value;
    }

    return rootsOfInverseDiagonal(information);
  }

  /** sigmoid(x) (1 - sigmoid(x)). */
  private static double slope(double x) {
    double share = 1 / (1 + Math.exp(-x));
    return share * (1 - share);
  }

  /** By Cholesky: A = L L', (A^-1)_ii = squared length of column i of L^-1. */
  private static double[] rootsOfInverseDiagonal(double[][] matrix) {
    int n = matrix.length;
    double[][] lower = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = matrix[i][j];
        for (int k = 0; k < j; k++) {
          sum -= lower[i][k] * lower[j][k];
        }

        lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
      }
    }

    double[] roots = new double[n];
    for (int column = 0; column < n; column++) {
      double[] solved = new double[n];
      for (int i = column; i < n; i++) {
        double sum = i == column ? 1 : 0;
        for (int k = column; k < i; k++) {
          sum -= lower[i][k] * solved[k];
        }

        solved[i] = sum / lower[i][i];
        roots[column] += solved[i] * solved[i];
      }

      roots[column] = Math.sqrt(roots[column]);
    }

    return roots;
  }
}
