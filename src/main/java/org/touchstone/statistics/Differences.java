package org.touchstone.statistics;

import java.io.Serializable;

/**
 * By how much preferred replies are longer than the others of their pairs, or shorter.
 *
 * <p>The AUC is that of a judge who sees one pair and knows how much longer one reply is:
 *
 * <pre>
 *   P(d &gt; -d') + P(d = -d') / 2 = a^2 + 2 a z + z^2 / 2 + 2 a b P(X &gt; Y)
 * </pre>
 *
 * <p>d, d' differences of two judgements, preferred less other; a, b, z shares of judgements whose
 * preferred reply is longer, shorter, as long; X, Y by how much, a tie counting half. It is 1 where
 * the longer reply always wins, however much prompts differ.
 */
final class Differences implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Histogram longerBy = new Histogram();
  private final Histogram shorterBy = new Histogram();
  private long same;

  /** Adds a judgement: the length of the preferred reply less that of the other. */
  void add(long difference) {
    if (difference > 0) {
      longerBy.add(difference);
    } else if (difference < 0) {
      shorterBy.add(-difference);
    } else {
      same++;
    }
  }

  void add(Differences other) {
    longerBy.add(other.longerBy);
    shorterBy.add(other.shorterBy);
    same += other.same;
  }

  /** Judgements of equal length. */
  long same() {
    return same;
  }

  /** From 0 to 1, 1/2 if length tells nothing; not a number without judgements. */
  double auc() {
    double all = longerBy.count() + shorterBy.count() + same;
    double a = longerBy.count() / all;
    double b = shorterBy.count() / all;
    double z = same / all;
    double above = a * b == 0 ? 0 : longerBy.aboveShare(shorterBy);
    return a * a + 2 * a * z + z * z / 2 + 2 * a * b * above;
  }
}
