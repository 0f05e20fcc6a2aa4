package org.touchstone.audit.pairs;

import java.util.Arrays;
import org.touchstone.audit.statistic.Outcomes;
import org.touchstone.text.ContentHash;

/**
 * The best that length alone can do: a logistic regression of what people chose on how the two
 * replies differ in length, each pair judged by a fit to the prompt clusters of other folds.
 *
 * <pre>
 *   P(chosen) = sigmoid(w . (f(chosen) - f(rejected))),  f = (words / 100, ln(1 + words))
 *   w minimises sum over pairs of -ln P(chosen) + |w|^2 / 2, by Newton's method
 * </pre>
 *
 * <p>There is no constant, as the order of the two replies means nothing. Words are runs of
 * characters between white space.
 */
final class LengthLogistic {

  private static final int FOLDS = 5;
  private static final int MOST_STEPS = 50;
  private static final double CONVERGED = 1e-10;

  private final double words;
  private final double logWords;

  private LengthLogistic(double words, double logWords) {
    this.words = words;
    this.logWords = logWords;
  }

  /** Returns the same pairs, with the rewards of length alone, in logits. */
  static PairTable judged(PairTable pairs, long seed) {
    LengthLogistic[] fits = new LengthLogistic[FOLDS];
    Arrays.setAll(fits, fold -> fitted(pairs.where(pair -> fold(pair, seed) != fold)));
    return pairs.rewardedBy(
        pair -> fits[fold(pair, seed)].reward(pair.chosenWords()),
        pair -> fits[fold(pair, seed)].reward(pair.rejectedWords()));
  }

  private static int fold(ScoredPair pair, long seed) {
    return (int) (FOLDS * ContentHash.uniform(seed, pair.promptCluster()));
  }

  private double reward(int count) {
    return words * count / 100 + logWords * Math.log1p(count);
  }

  /** Fits all pairs of a table; zeros for none. */
  static LengthLogistic fitted(PairTable pairs) {
    double[] x = pairs.pairs().stream().mapToDouble(LengthLogistic::wordsAhead).toArray();
    double[] y = pairs.pairs().stream().mapToDouble(LengthLogistic::logWordsAhead).toArray();
    LengthLogistic fit = new LengthLogistic(0, 0);
    for (int step = 0; step < MOST_STEPS; step++) {
      LengthLogistic next = fit.newton(x, y);
      double moved = Math.abs(next.words - fit.words) + Math.abs(next.logWords - fit.logWords);
      fit = next;
      if (moved < CONVERGED) {
        break;
      }
    }

    return fit;
  }

  private static double wordsAhead(ScoredPair pair) {
    return (pair.chosenWords() - pair.rejectedWords()) / 100.0;
  }

  private static double logWordsAhead(ScoredPair pair) {
    return Math.log1p(pair.chosenWords()) - Math.log1p(pair.rejectedWords());
  }

  /** One step, halved until the penalised loss does not rise: far outliers can overshoot. */
  private LengthLogistic newton(double[] x, double[] y) {
    double gx = words;
    double gy = logWords;
    double xx = 1;
    double xy = 0;
    double yy = 1;
    for (int i = 0; i < x.length; i++) {
      double missed = Outcomes.sigmoid(-(words * x[i] + logWords * y[i]));
      double weight = missed * (1 - missed);
      gx -= missed * x[i];
      gy -= missed * y[i];
      xx += weight * x[i] * x[i];
      xy += weight * x[i] * y[i];
      yy += weight * y[i] * y[i];
    }

    double determinant = xx * yy - xy * xy;
    double stepX = (gx * yy - gy * xy) / determinant;
    double stepY = (gy * xx - gx * xy) / determinant;
    double before = loss(x, y);
    for (double share = 1; share > 1e-6; share /= 2) {
      LengthLogistic next = new LengthLogistic(words - share * stepX, logWords - share * stepY);
      if (next.loss(x, y) <= before) {
        return next;
      }
    }

    return this;
  }

  private double loss(double[] x, double[] y) {
    double loss = (words * words + logWords * logWords) / 2;
    for (int i = 0; i < x.length; i++) {
      loss += Outcomes.logLoss(words * x[i] + logWords * y[i]);
    }

    return loss;
  }

  /** Logits that a hundred words more add. */
  double words() {
    return words;
  }

  /** Logits that a word count e times as large adds. */
  double logWords() {
    return logWords;
  }
}
