package org.touchstone.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.touchstone.artifact.JobOutput;
import org.touchstone.config.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A job as a subcommand. */
@Command(mixinStandardHelpOptions = true)
final class JobCommand<S> implements Callable<Integer> {

  private static final int GATE_NOT_MET = 3;

  private final Job<S> job;

  @Mixin private RunOptions options = new RunOptions();

  JobCommand(Job<S> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    BuildInfo.checkRuntime();
    Settings settings =
        options
            .over(Settings.ofDefaults(job.name()), job.settingsType())
            .requireKnownKeys(job.settingsType(), CommonSettings.KEYS);
    Console console = Console.ofProcess();
    try (Sessions sessions = new Sessions(job.name())) {
      JobOutput output =
          new JobRunner(sessions::start, hadoop(), console).run(job, settings, options.mode());
      if (output == null) {
        return CommandLine.ExitCode.OK;
      }

      job.show(output, console);
      return gate(options, List.of(output), console);
    }
  }

  /** The exit code that {@code --gate} asks for, and on standard error the checks that failed. */
  static int gate(RunOptions options, Collection<JobOutput> outputs, Console console)
      throws IOException {
    List<String> failed = new ArrayList<>();
    for (JobOutput output : outputs) {
      failed.addAll(Manifests.failedChecks(output.requireComplete()));
    }

    return gate(options, failed, console);
  }

  /** As above, from the sentences of the checks that failed. */
  static int gate(RunOptions options, List<String> failed, Console console) {
    if (!options.gate() || failed.isEmpty()) {
      return CommandLine.ExitCode.OK;
    }

    failed.forEach(check -> console.line("gate: " + check));
    return GATE_NOT_MET;
  }

  /** With what spark-submit passed as {@code spark.hadoop.*}. */
  static Configuration hadoop() {
    Configuration configuration = new Configuration();
    System.getProperties()
        .stringPropertyNames()
        .forEach(
            name -> {
              if (name.startsWith("spark.hadoop.")) {
                configuration.set(
                    name.substring("spark.hadoop.".length()), System.getProperty(name));
              }
            });
    return configuration;
  }
}
