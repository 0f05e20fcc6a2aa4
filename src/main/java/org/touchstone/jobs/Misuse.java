package org.touchstone.jobs;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.touchstone.config.Nearest;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a command line got wrong, in one sentence each. */
final class Misuse {

  private Misuse() {}

  static String sentence(ParameterException failure, String[] arguments) {
    CommandLine line = failure.getCommandLine();
    String command = line.getCommandName();
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(line, unmatched.getUnmatched());
    }

    if (failure instanceof MissingParameterException && line.getParent() != null) {
      return "Cannot run %s: %s needs a value after it"
          .formatted(command, arguments[arguments.length - 1]);
    }

    return line.getParent() == null
        ? "No job is named. Jobs: " + String.join(", ", line.getSubcommands().keySet())
        : "Cannot run %s: %s".formatted(command, ForeignFailures.firstLine(failure.getMessage()));
  }

  private static String unmatched(CommandLine line, List<String> unmatched) {
    String first = unmatched.get(0);
    if (line.getParent() == null && !first.startsWith("-")) {
      Set<String> jobs = line.getSubcommands().keySet();
      return "Unknown job '%s'. Did you mean '%s'? Jobs: %s"
          .formatted(first, Nearest.to(first, jobs), String.join(", ", jobs));
    }

    if (!first.startsWith("-")) {
      return "Cannot run %s: '%s' is no option; settings are given with --set key=value"
          .formatted(line.getCommandName(), first);
    }

    Set<String> options = new TreeSet<>(line.getCommandSpec().optionsMap().keySet());
    options.removeIf(option -> !option.startsWith("--"));
    return "Cannot run %s: unknown option '%s'. Did you mean '%s'? Options: %s"
        .formatted(
            line.getCommandName(),
            first,
            Nearest.to(first.split("=", 2)[0], options),
            String.join(", ", options));
  }
}
