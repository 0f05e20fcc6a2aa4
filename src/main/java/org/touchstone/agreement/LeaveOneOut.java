package org.touchstone.agreement;

import java.util.List;

/**
 * Whether a person agrees with the majority of the others on the same two replies.
 *
 * <p>Ties are left out on both sides: an annotator who called the replies equal is not asked, and
 * the others' ties do not count towards the majority.
 *
 * <p>The share that agrees is what one person reaches, and no ceiling of a model. Of three people
 * who are right with 0.8 each, one agrees with the two others, where these agree, in 0.765, and a
 * model that always says what most people would say agrees with each in 0.8. Items on which the
 * others are split are the hard ones; to leave them out makes the share larger than to count them
 * with a half.
 *
 * <p>What the rule decides, on UKPConvArg1, five labels a pair: 0.764 by this rule; 0.732 with even
 * splits counted with a half; 0.780 if the others have a plurality over three classes, ties being
 * one; 0.835 for the larger of the two preferences over both, one's own label included.
 */
public enum LeaveOneOut {
  /** Says what the majority of the others says. */
  AGREES,
  /** Says the opposite. */
  DISAGREES,
  /** Has a preference, and as many of the others are for it as against it, or all call it a tie. */
  SPLIT,
  /** Called the replies equal, or is alone. */
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
    if (own == 0 || choices.size() < 2) {
      return NOT_ASKED;
    }

    return ahead == 0 ? SPLIT : Integer.signum(ahead) == own ? AGREES : DISAGREES;
  }

  /**
   * Tells whether the others have a majority to agree with.
   *
   * @return whether the answer is yes or no
   */
  public boolean isAsked() {
    return this == AGREES || this == DISAGREES;
  }

  private static int weight(Choice choice) {
    return switch (choice) {
      case FIRST -> 1;
      case SECOND -> -1;
      case TIE -> 0;
    };
  }
}
