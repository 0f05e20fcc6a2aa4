package org.touchstone.train;

import java.io.IOException;
import java.util.Optional;

/** Where the state of record is kept. */
public interface Checkpoints {

  /** Keeps nothing: for runs that are cheaper to repeat. */
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public Optional<TrainingState> latest() {
          return Optional.empty();
        }

        @Override
        public boolean isDue() {
          return false;
        }

        @Override
        public void save(TrainingState state) {}
      };

  /**
   * Reads the newest whole checkpoint.
   *
   * @return the state; empty if none was saved
   * @throws IOException if one is there and cannot be read
   */
  Optional<TrainingState> latest() throws IOException;

  /**
   * Says whether the next state is to be saved.
   *
   * @return true if enough time has passed
   */
  boolean isDue();

  /**
   * Saves a state: afterwards it is the latest, or nothing has changed.
   *
   * @param state after a step
   * @throws IOException if it cannot be written
   */
  void save(TrainingState state) throws IOException;
}
