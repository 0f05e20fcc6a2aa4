package org.touchstone.preference;

import java.io.Serializable;

/**
 * The order of two replies that a {@link Comparison} implies.
 *
 * @param chosen index of the preferred reply; of a tie, the smaller index
 * @param rejected index of the other reply
 * @param tie whether the two rank equally
 */
public record Judgement(int chosen, int rejected, boolean tie) implements Serializable {

  /** Refuses a reply judged against itself. */
  public Judgement {
    if (chosen == rejected || chosen < 0 || rejected < 0) {
      throw new IllegalArgumentException(
          "Cannot judge reply %d against reply %d: two different indices from 0 needed"
              .formatted(chosen, rejected));
    }
  }
}
