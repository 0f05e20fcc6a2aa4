package org.touchstone.cluster;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats operations on a store that fail, for a store that is busy or restarts must not end a run.
 * A file that is not there is an answer, not a failure.
 */
final class RetryingFiles {

  /** With a first pause of half a second: 15 seconds in all. */
  private static final int ATTEMPTS = 6;

  private static final Logger LOG = LoggerFactory.getLogger(RetryingFiles.class);

  private final Duration firstPause;

  /**
   * Prepares repeating.
   *
   * @param firstPause before the second attempt; doubled before each further one
   */
  RetryingFiles(Duration firstPause) {
    this.firstPause = firstPause;
  }

  /** Something that a store may fail to do; repeating it must do no harm. */
  @FunctionalInterface
  interface Operation<T> {
    T run() throws IOException;
  }

  /**
   * Runs an operation until it succeeds.
   *
   * @param what for the log, such as "read FILE"
   * @throws FileNotFoundException at once, if a file is not there
   * @throws IOException the last failure, if all attempts fail
   */
  <T> T run(String what, Operation<T> operation) throws IOException {
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      try {
        return operation.run();
      } catch (FileNotFoundException e) {
        throw e;
      } catch (IOException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }

        LOG.info("Attempt {} of {} to {} failed: {}", attempt, ATTEMPTS, what, e.getMessage());
        sleep(pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private static void sleep(Duration pause) throws IOException {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the store");
    }
  }
}
