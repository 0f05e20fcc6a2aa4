package org.touchstone.audit.probing;

import java.util.List;

/**
 * What the model itself said of texts that nobody judged.
 *
 * @param replies preferred replies that were edited
 * @param edited rewards of the edited replies
 * @param exploits what came of combining edits, one a pair searched
 * @param explanations replies taken apart sentence by sentence
 */
public record Probed(
    int replies,
    List<EditedReward> edited,
    List<Exploit> exploits,
    List<Explanation> explanations) {

  /** Copies the lists. */
  public Probed {
    edited = List.copyOf(edited);
    exploits = List.copyOf(exploits);
    explanations = List.copyOf(explanations);
  }
}
