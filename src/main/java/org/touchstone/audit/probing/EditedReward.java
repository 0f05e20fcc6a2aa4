package org.touchstone.audit.probing;

/**
 * What one edit did to the reward of one reply.
 *
 * @param promptCluster of the reply's prompt
 * @param edit name of the edit
 * @param before reward of the reply, in logits
 * @param after reward of the edited reply, in logits
 */
public record EditedReward(String promptCluster, String edit, double before, double after) {

  public double change() {
    return after - before;
  }
}
