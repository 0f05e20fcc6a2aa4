package org.touchstone.agreement;

import java.util.List;

/**
 * Whether a person agrees with the majority of the others on the same two replies: what a perfect
 * model of the majority would meet, and so the ceiling of accuracy against single labels.
 *
 * <p>Ties are left out on both sides: an annotator who called the replies equal is not asked, and
 * the others' ties do not count towards the majority. Where the others are split evenly, or there
 * are none, there is no majority and nothing is asked.
 */
public enum LeaveOneOut {
  /** Says what the majority of the others says. */
  AGREES,
  /** Says the opposite. */
  DISAGREES,
  /** Called the replies equal, or the others have no majority. */
  NOT_ASKED;

  /**
   * Asks one annotator of an item.
   *
   * @param choices of all annotators of the item
   * @param index which annotator
   * @return the answer
   */
  public static LeaveOneOut of(List<Choice> choices, int index) {
    int ahead = 0;
    for (int i = 0; i < choices.size(); i++) {
      ahead += i == index ? 0 : weight(choices.get(i));
    }

    int own = weight(choices.get(index));
    if (own == 0 || ahead == 0) {
      return NOT_ASKED;
    }

    return Integer.signum(ahead) == own ? AGREES : DISAGREES;
  }

  private static int weight(Choice choice) {
    return switch (choice) {
      case FIRST -> 1;
      case SECOND -> -1;
      case TIE -> 0;
    };
  }
}
