package org.touchstone.cluster;

import java.time.Duration;

/**
 * When a checkpoint is written, and how many stay.
 *
 * @param interval how much work a failure may cost
 * @param kept the newest ones that stay, at least 1: if one is corrupt, the one before it is used
 */
public record CheckpointPolicy(Duration interval, int kept) {

  /** Checks the number. */
  public CheckpointPolicy {
    if (kept < 1) {
      throw new IllegalArgumentException(
          "Cannot keep %d checkpoints: must be at least 1".formatted(kept));
    }
  }
}
