package org.touchstone.train;

/**
 * AdamW in double precision, written from the paper (Loshchilov and Hutter, "Decoupled weight decay
 * regularization", 2019), with a bound on what rounding noise in the gradients does to each
 * parameter.
 *
 * <p>Let every gradient be known up to {@code d}. The corrected mean {@code m} is a weighted mean
 * of the gradients and the root {@code r} of the corrected second moment is a weighted Euclidean
 * norm of them, both with weights that sum to 1, so each is known up to {@code d} (triangle
 * inequality). The step {@code s = m / (r + epsilon)} is then known up to {@code d (1 + |s|) / (r +
 * epsilon - d)}, and where {@code r} does not stand clear of {@code d}, not at all: its size is at
 * most about 1 and its sign is open.
 */
final class AdamWReference {

  /** The widest that two early steps can lie apart: both of size 1.01, with opposite signs. */
  private static final double OPEN_SIGN = 2.1;

  private final OptimizerSettings settings;
  private final double[] values;
  private final double[] means;
  private final double[] squares;
  private final double[] uncertainties;
  private int steps;

  AdamWReference(OptimizerSettings settings, FlatVector start) {
    int length = Math.toIntExact(start.length());
    this.settings = settings;
    this.values = new double[length];
    this.means = new double[length];
    this.squares = new double[length];
    this.uncertainties = new double[length];
    for (int i = 0; i < length; i++) {
      values[i] = start.value(i);
    }
  }

  /** Takes one step along gradients of which each is known up to the given noise. */
  void step(FlatVector gradient, double learningRate, double noise) {
    steps++;
    double ofMeans = 1 - Math.pow(settings.beta1(), steps);
    double ofSquares = 1 - Math.pow(settings.beta2(), steps);
    for (int i = 0; i < values.length; i++) {
      double slope = gradient.value(i);
      means[i] += (1 - settings.beta1()) * (slope - means[i]);
      squares[i] += (1 - settings.beta2()) * (slope * slope - squares[i]);
      double divisor = Math.sqrt(squares[i] / ofSquares) + settings.epsilon();
      double step = means[i] / ofMeans / divisor;
      double unsure = noise * (1 + Math.abs(step)) / (divisor - noise);
      values[i] -= learningRate * (settings.weightDecay() * values[i] + step);
      uncertainties[i] +=
          learningRate * (divisor > noise ? Math.min(unsure, OPEN_SIGN) : OPEN_SIGN);
    }
  }

  double value(long index) {
    return values[(int) index];
  }

  /** Returns how far the parameter may lie from its value because of noise in the gradients. */
  double uncertainty(long index) {
    return uncertainties[(int) index];
  }
}
