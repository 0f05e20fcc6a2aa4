package org.touchstone.audit.statistic;

/**
 * How sharp a model's margins are and how many labels are turned around, at the most likely.
 *
 * <pre>
 *   P(people chose what the model prefers | a) = (1 - e) sigmoid(b a) + e sigmoid(-b a)
 * </pre>
 *
 * <p>a = |margin| in logits, b = sharpness (1 / temperature), from 0.02 to 50 over the mean margin,
 * e = noise, from 0 to 1/2. For a given b the likelihood is concave in e, whose best value is found
 * by bisection; over b it is a grid and a golden section. Ties of the model tell nothing.
 *
 * <p>Near a = 0 both numbers show only as (1 - 2 e) b: they are told apart by where the curve stops
 * to rise. A model that is never sure cannot tell noise from close calls.
 *
 * <p>Source: label noise at random, D. Angluin and P. Laird, Machine Learning 2 (1988), 343-370; in
 * reward models as conservative or robust losses, S. Chowdhury et al. 2024, arXiv:2403.00409.
 *
 * @param sharpness what margins are multiplied by to be log-odds of clean labels
 * @param noise share of labels turned around, whatever the pair
 */
public record NoiseFit(double sharpness, double noise) {

  private static final double FLATTEST = 0.02;
  private static final double STEEPEST = 50;
  private static final int GRID = 40;
  private static final int SECTIONS = 25;
  private static final int BISECTIONS = 30;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
  private static final double ALMOST_SURE = 1 - 1e-12;

  /**
   * Fits to pairs of similar margins.
   *
   * @param sizes mean |margin| of every bin
   * @param agree pairs of every bin on which people chose the same, ties half
   * @param disagree the other pairs
   */
  public static NoiseFit of(double[] sizes, double[] agree, double[] disagree) {
    double sum = 0;
    double count = 0;
    for (int i = 0; i < sizes.length; i++) {
      sum += sizes[i] * (agree[i] + disagree[i]);
      count += agree[i] + disagree[i];
    }

    return sum > 0 ? new Search(sizes, agree, disagree).from(sum / count) : new NoiseFit(1, 0);
  }

  /** Probability that a clean label would be the opposite of the one at hand. */
  public double opposite(double margin) {
    return Outcomes.sigmoid(-sharpness * margin);
  }

  /** Share of disagreement expected at a margin, noise included. */
  public double disagreement(double margin) {
    double clean = opposite(Math.abs(margin));
    return clean + noise * (1 - 2 * clean);
  }

  private record Search(double[] sizes, double[] agree, double[] disagree) {

    NoiseFit from(double mean) {
      double step = Math.log(STEEPEST / FLATTEST) / (GRID - 1);
      double best = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < GRID; i++) {
        double at = Math.log(FLATTEST / mean) + i * step;
        double likelihood = likelihood(at);
        if (likelihood > most) {
          most = likelihood;
          best = at;
        }
      }

      double sharpness = Math.exp(golden(best - step, best + step));
      return new NoiseFit(sharpness, noise(preferences(sharpness)));
    }

    private double golden(double from, double to) {
      double low = from;
      double high = to;
      for (int i = 0; i < SECTIONS; i++) {
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        if (likelihood(left) >= likelihood(right)) {
          high = right;
        } else {
          low = left;
        }
      }

      return (low + high) / 2;
    }

    private double[] preferences(double sharpness) {
      double[] preferences = new double[sizes.length];
      for (int i = 0; i < sizes.length; i++) {
        preferences[i] = Math.min(ALMOST_SURE, Outcomes.sigmoid(sharpness * sizes[i]));
      }

      return preferences;
    }

    private double likelihood(double logSharpness) {
      double[] preferences = preferences(Math.exp(logSharpness));
      double noise = noise(preferences);
      double sum = 0;
      for (int i = 0; i < sizes.length; i++) {
        double p = preferences[i] - noise * (2 * preferences[i] - 1);
        sum += agree[i] * Math.log(p) + disagree[i] * Math.log(1 - p);
      }

      return sum;
    }

    private double noise(double[] preferences) {
      double low = 0;
      double high = 0.5;
      if (slope(preferences, low) <= 0) {
        return low;
      }

      for (int i = 0; i < BISECTIONS; i++) {
        double middle = (low + high) / 2;
        if (slope(preferences, middle) > 0) {
          low = middle;
        } else {
          high = middle;
        }
      }

      return (low + high) / 2;
    }

    private double slope(double[] preferences, double noise) {
      double slope = 0;
      for (int i = 0; i < sizes.length; i++) {
        double swing = 2 * preferences[i] - 1;
        double p = preferences[i] - noise * swing;
        slope += swing * (disagree[i] / (1 - p) - agree[i] / p);
      }

      return slope;
    }
  }
}
