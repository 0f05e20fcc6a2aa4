package org.touchstone.jobs;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The entry point of the job jar: {@code Main JOB [--config F] [--set key=value]... [--dry-run]
 * [--force]}.
 */
@Command(
    name = "touchstone",
    description = "Train reward models from human feedback, and know how far to trust them.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "JOB",
    versionProvider = Main.Version.class)
public final class Main {

  private static final List<Job<?>> JOBS =
      List.of(
          new IngestJob(),
          new DeduplicateJob(),
          new SplitJob(),
          new StatisticsJob(),
          new TokenizerJob(),
          new TrainJob(),
          new ScoreJob(),
          new AuditJob());

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args, new PrintWriter(System.err, true)));
  }

  /** Runs one command line; returns its exit code. */
  static int run(String[] args, PrintWriter err) {
    CommandLine line = commandLine().setErr(err);
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | LinkageError | StackOverflowError e) {
      return Failures.explain(e, err, List.of(args).contains(RunOptions.VERBOSE));
    }
  }

  private static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    for (Job<?> job : JOBS) {
      line.addSubcommand(job.name(), describe(job));
    }

    line.addSubcommand("model", new CommandLine(new ModelCommand()));
    line.addSubcommand("report", new CommandLine(new ReportCommand()));
    line.addSubcommand("pipeline", new CommandLine(new PipelineCommand(JOBS)));
    line.setExecutionExceptionHandler(
        (failure, command, parsed) ->
            Failures.explain(
                failure, command.getErr(), parsed.originalArgs().contains(RunOptions.VERBOSE)));
    line.setParameterExceptionHandler(Failures::explainMisuse);
    return line;
  }

  private static CommandLine describe(Job<?> job) {
    CommandLine line = new CommandLine(new JobCommand<>(job));
    CommandSpec spec = line.getCommandSpec();
    spec.name(job.name());
    spec.usageMessage().description(job.description());
    return line;
  }

  /** Prints version, commit and Spark line. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"touchstone " + BuildInfo.codeVersion()};
    }
  }
}
