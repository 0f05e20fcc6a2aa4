package org.touchstone.jobs;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.config.SettingsException;
import picocli.CommandLine;

/** What a person reads when a job could not be done: one sentence, and a trace only for bugs. */
final class Failures {

  private static final int REFUSED = 1;

  private Failures() {}

  /** Prints the reason and returns the exit code: 2 for settings, else 1. */
  static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed) {
    PrintWriter err = line.getErr();
    Throwable reason = reason(failure);
    if (isOurs(reason)) {
      err.println(reason.getMessage());
    } else {
      err.println("Cannot finish: " + reason);
      failure.printStackTrace(err);
    }

    err.flush();
    return reason instanceof SettingsException ? CommandLine.ExitCode.USAGE : REFUSED;
  }

  /** The innermost cause that has a sentence of ours; Spark wraps what tasks throw. */
  private static Throwable reason(Throwable failure) {
    Throwable best = failure;
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (isOurs(t)) {
        return t;
      }

      best = t;
    }

    return best;
  }

  private static boolean isOurs(Throwable t) {
    String message = t.getMessage();
    boolean sentence = message != null && message.startsWith("Cannot ");
    return t instanceof SettingsException
        || t instanceof ArtifactException
        || sentence
            && (t instanceof IllegalArgumentException
                || t instanceof IllegalStateException
                || t instanceof IOException
                || t instanceof UncheckedIOException);
  }
}
