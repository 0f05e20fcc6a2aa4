package org.touchstone.jobs;

import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.touchstone.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A job as a subcommand. */
@Command(mixinStandardHelpOptions = true)
final class JobCommand<S> implements Callable<Integer> {

  private final Job<S> job;

  @Mixin private RunOptions options = new RunOptions();

  JobCommand(Job<S> job) {
    this.job = job;
  }

  @Override
  public Integer call() throws Exception {
    BuildInfo.checkRuntime();
    Settings settings = options.over(Settings.ofDefaults(job.name()));
    try (Sessions sessions = new Sessions(job.name())) {
      return new JobRunner(sessions::start, hadoop(), Console.ofProcess())
          .run(job, settings, options.mode());
    }
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
