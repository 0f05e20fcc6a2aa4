package org.touchstone.audit.settings;

/**
 * How hard the audit tries to fool a model that it has at hand.
 *
 * @param replies preferred replies that every rule edits, drawn by hash; 0 to leave edits out
 * @param searched pairs on which rules are combined to make the worse reply win; 0 to leave the
 *     search out
 * @param rounds edits that the search may combine on one reply
 * @param shown of the best exploits and of the mistakes explained
 */
public record EditSettings(int replies, int searched, int rounds, int shown) {

  /** Settings of {@code conf/audit.yaml}. */
  public static final EditSettings DEFAULT = new EditSettings(500, 60, 4, 6);

  /** Refuses more than the driver should hold. */
  public EditSettings {
    Ranges.require("edits.replies", replies, 0, 20_000);
    Ranges.require("edits.searched", searched, 0, 2_000);
    Ranges.require("edits.rounds", rounds, 1, 20);
    Ranges.require("edits.shown", shown, 0, 50);
  }
}
