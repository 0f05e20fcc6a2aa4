package org.touchstone.jobs;

import java.io.PrintStream;

/**
 * What a person sees while a job runs: results on standard output, progress on standard error. A
 * bar that overwrites itself appears on a terminal only.
 */
final class Console {

  private final PrintStream results;
  private final PrintStream progress;
  private final boolean terminal;

  private Console(PrintStream results, PrintStream progress, boolean terminal) {
    this.results = results;
    this.progress = progress;
    this.terminal = terminal;
  }

  static Console ofProcess() {
    String term = System.getenv("TERM");
    boolean terminal =
        System.console() != null
            && System.getenv("CI") == null
            && term != null
            && !term.equals("dumb");
    return new Console(System.out, System.err, terminal);
  }

  /** Everything into one stream that is no terminal. */
  static Console to(PrintStream stream) {
    return new Console(stream, stream, false);
  }

  /** A result, on standard output. */
  void result(String line) {
    results.println(line);
  }

  /** A line of progress. */
  void line(String line) {
    progress.println(line);
  }

  /** The state of something long: replaces the line before on a terminal. */
  void state(String line) {
    if (terminal) {
      progress.print("\r\u001b[2K" + line);
      progress.flush();
    } else {
      progress.println(line);
    }
  }

  /** Ends what {@link #state} left open. */
  void endState() {
    if (terminal) {
      progress.println();
    }
  }

  /** Whether {@link #state} overwrites. */
  boolean isTerminal() {
    return terminal;
  }
}
