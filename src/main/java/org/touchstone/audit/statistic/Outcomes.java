package org.touchstone.audit.statistic;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * What one margin (chosen minus rejected reward, in logits) earns under each measure.
 *
 * <pre>
 *   correct(m)    = 1 if m > 0, 1/2 if m = 0, 0 if m &lt; 0
 *   log loss(m)   = -ln sigmoid(m) = softplus(-m), in nats; ln 2 = 0.693 for a coin
 *   Brier(m)      = (1 - sigmoid(m))^2 = sigmoid(-m)^2; 1/4 for a coin
 *   confidence(m) = sigmoid(|m|), what the model gives to its own choice
 * </pre>
 *
 * <p>The stable forms never take the exponential of a positive number, so a margin of 1000 neither
 * overflows nor turns the loss of a sure mistake into infinity.
 *
 * <p>Source: G. W. Brier, Monthly Weather Review 78 (1950), 1-3.
 */
public final class Outcomes {

  private Outcomes() {}

  public static double correct(double margin) {
    return margin > 0 ? 1 : margin == 0 ? 0.5 : 0;
  }

  public static double logLoss(double margin) {
    return Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
  }

  public static double brier(double margin) {
    double wrong = sigmoid(-margin);
    return wrong * wrong;
  }

  public static double confidence(double margin) {
    return sigmoid(Math.abs(margin));
  }

  public static double sigmoid(double logit) {
    if (logit >= 0) {
      return 1 / (1 + Math.exp(-logit));
    }

    double odds = Math.exp(logit);
    return odds / (1 + odds);
  }

  public static double[] of(double[] margins, DoubleUnaryOperator measure) {
    return Arrays.stream(margins).map(measure).toArray();
  }
}
