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
 * <p>Method: Newton up to {@link #MAX_DENSE} replies, each step halved until it does not go down by
 * more than rounding. Above that, rounds of minorisation-maximisation, each followed by the best
 * common shift of every part: games say nothing of that shift, so without it only the prior would
 * move it, a little each round. At the maximum over shifts, sum sigmoid(s_i) over a part is half
 * its size: the terms of games cancel. Both end when no score changes by more than 1e-9, or after
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

  /**
   * The largest graph fitted by Newton's method, which factors a matrix of that size each round.
   */
  public static final int MAX_DENSE = 1_000;

  /** Rounds after which the iteration stops wherever it is. */
  public static final int MAX_ROUNDS = 10_000;

  private static final double PRECISION = 1e-9;
  private static final double ROUNDING = 1e-12;
  private static final double SHIFT_PRECISION = 1e-12;
  private static final double LONGEST_STEP = 1;
  private static final int MAX_STEPS = 1_000;
  private static final int MAX_HALVINGS = 60;

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

    return fit(graph, prior, MAX_DENSE);
  }

  /** Fits by Newton's method up to a number of replies. */
  static BradleyTerry fit(ReplyGraph graph, double prior, int maxDense) {
    Games games = new Games(graph, prior);
    return games.replies() <= maxDense ? newton(games) : climb(games, graph.parts());
  }

  private static BradleyTerry newton(Games games) {
    double[] scores = new double[games.replies()];
    double height = games.logPosterior(scores);
    double change = Double.POSITIVE_INFINITY;
    int rounds = 0;
    while (rounds < MAX_ROUNDS && change > PRECISION) {
      double[] step = Cholesky.of(games.information(scores)).solve(games.gradient(scores));
      change = Arrays.stream(step).map(Math::abs).max().orElse(0);
      double[] next = moved(scores, step, 1);
      double reached = games.logPosterior(next);
      // A step that is lost in the rounding of the height is a good one.
      double least = height - ROUNDING * Math.abs(height);
      for (int halvings = 1;
          change > PRECISION && !(reached >= least) && halvings < MAX_HALVINGS;
          halvings++) {
        next = moved(scores, step, Math.scalb(1.0, -halvings));
        reached = games.logPosterior(next);
      }

      scores = next;
      height = reached;
      rounds++;
    }

    return of(games, scores, rounds, change);
  }

  private static double[] moved(double[] scores, double[] step, double share) {
    double[] moved = new double[scores.length];
    Arrays.setAll(moved, i -> scores[i] + share * step[i]);
    return moved;
  }

  private static BradleyTerry climb(Games games, int[][] parts) {
    double[] strengths = new double[games.replies()];
    Arrays.fill(strengths, 1);
    int rounds = 0;
    double change = Double.POSITIVE_INFINITY;
    while (rounds < MAX_ROUNDS && change > PRECISION) {
      double[] next = games.round(strengths);
      for (int[] part : parts) {
        centre(next, part);
      }

      change = largestChange(strengths, next);
      strengths = next;
      rounds++;
    }

    return of(games, Arrays.stream(strengths).map(Math::log).toArray(), rounds, change);
  }

  private static BradleyTerry of(Games games, double[] scores, int rounds, double change) {
    double[] errors = new double[scores.length];
    Arrays.fill(errors, Double.NaN);
    return new BradleyTerry(
        scores,
        scores.length > MAX_WITH_ERRORS
            ? errors
            : Cholesky.of(games.information(scores)).rootsOfInverseDiagonal(),
        rounds,
        change <= PRECISION);
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
}
