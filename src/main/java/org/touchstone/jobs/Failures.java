package org.touchstone.jobs;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.config.SettingsException;
import picocli.CommandLine;

/**
 * What a person reads when a job could not be done: one sentence on standard error. The stack trace
 * goes to a log file, which the line below the sentence names; {@code --verbose} prints it too.
 */
final class Failures {

  private static final int REFUSED = 1;
  private static final String OUR_CODE = "org.touchstone.";

  private Failures() {}

  /** Prints the reason and returns the exit code: 2 for settings, else 1. */
  static int explain(Throwable failure, PrintWriter err, boolean verbose) {
    Throwable own = ownCause(failure);
    if (own instanceof SettingsException) {
      err.println(own.getMessage());
    } else {
      err.println(own == null ? ForeignFailures.sentence(failure) : own.getMessage());
      err.println(FailureLog.write(failure));
    }

    if (verbose) {
      failure.printStackTrace(err);
    }

    err.flush();
    return own instanceof SettingsException ? CommandLine.ExitCode.USAGE : REFUSED;
  }

  /** Explains what the command line itself got wrong, such as an option that does not exist. */
  static int explainMisuse(CommandLine.ParameterException failure, String[] arguments) {
    PrintWriter err = failure.getCommandLine().getErr();
    err.println(Misuse.sentence(failure, arguments));
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  /** The outermost cause with a sentence of ours; Spark wraps what tasks throw. */
  private static @Nullable Throwable ownCause(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
      if (isOurs(t)) {
        return t;
      }
    }

    return null;
  }

  /**
   * Whether our own code made an exception and wrote its message. The words alone do not tell: the
   * JDK's {@code BindException} says "Cannot assign requested address".
   */
  static boolean isOurs(Throwable t) {
    if (t instanceof SettingsException || t instanceof ArtifactException) {
      return true;
    }

    StackTraceElement[] trace = t.getStackTrace();
    String message = t.getMessage();
    return message != null
        && message.startsWith("Cannot ")
        && trace.length > 0
        && trace[0].getClassName().startsWith(OUR_CODE);
  }
}
