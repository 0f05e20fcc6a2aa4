package org.touchstone.score;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A reply without a reward, to look at.
 *
 * @param where its row: file and line, or the id of a comparison
 * @param number of the row in its file; 0 where the id tells it
 * @param reply from 1; 0 for the whole row
 * @param reason a name in kebab-case
 * @param detail one sentence with what was found
 */
public record RefusedSample(String where, long number, int reply, String reason, String detail)
    implements Serializable, Comparable<RefusedSample> {

  private static final Comparator<RefusedSample> ORDER =
      Comparator.comparing(RefusedSample::where)
          .thenComparingLong(RefusedSample::number)
          .thenComparingInt(RefusedSample::reply);

  @Override
  public int compareTo(RefusedSample other) {
    return ORDER.compare(this, other);
  }
}
