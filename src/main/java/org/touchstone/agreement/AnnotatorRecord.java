package org.touchstone.agreement;

import java.io.Serializable;

/**
 * What is known of one annotator; adds up over parts of the data.
 *
 * @param judgements pairs of replies judged, ties included
 * @param ties those called equal
 * @param asked judgements on which the others have a majority, see {@link LeaveOneOut}
 * @param agreed those that agree with it
 */
public record AnnotatorRecord(long judgements, long ties, long asked, long agreed)
    implements Serializable {

  /** Nothing yet. */
  public static final AnnotatorRecord NONE = new AnnotatorRecord(0, 0, 0, 0);

  /** Refuses more successes than trials. */
  public AnnotatorRecord {
    if (agreed > asked || asked + ties > judgements) {
      throw new IllegalArgumentException(
          "Cannot record %d agreements of %d asked, %d ties, %d judgements: each must contain the one before"
              .formatted(agreed, asked, ties, judgements));
    }
  }

  /**
   * Adds another part.
   *
   * @param other the same annotator elsewhere
   * @return the sum
   */
  public AnnotatorRecord plus(AnnotatorRecord other) {
    return new AnnotatorRecord(
        judgements + other.judgements,
        ties + other.ties,
        asked + other.asked,
        agreed + other.agreed);
  }

  /**
   * Adds one judgement.
   *
   * @param choice what was said
   * @param answer whether the others agree
   * @return the sum
   */
  public AnnotatorRecord plus(Choice choice, LeaveOneOut answer) {
    return new AnnotatorRecord(
        judgements + 1,
        ties + (choice == Choice.TIE ? 1 : 0),
        asked + (answer.isAsked() ? 1 : 0),
        agreed + (answer == LeaveOneOut.AGREES ? 1 : 0));
  }
}
