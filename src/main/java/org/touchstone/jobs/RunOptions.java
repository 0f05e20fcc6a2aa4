package org.touchstone.jobs;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.touchstone.config.Settings;
import org.touchstone.config.SettingsException;
import picocli.CommandLine.Option;

/** The options that every job has on the command line. */
final class RunOptions {

  /** Name of the option that prints stack traces. */
  static final String VERBOSE = "--verbose";

  @Option(
      names = "--config",
      paramLabel = "F",
      description = "YAML settings, laid over the job's defaults in conf/.")
  private @Nullable Path config;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "One setting, over the file's; recorded in the manifest.")
  private List<String> assignments = List.of();

  @Option(names = "--dry-run", description = "Print the resolved settings and stop.")
  private boolean dryRun;

  @Option(names = "--force", description = "Redo work that was done already.")
  private boolean force;

  @Option(names = "--gate", description = "Exit 3 when a check of the audit fails.")
  private boolean gate;

  @Option(names = VERBOSE, description = "Print the stack trace of a failure, too.")
  @SuppressWarnings("UnusedVariable") // Main looks it up by its name
  private boolean verbose;

  boolean gate() {
    return gate;
  }

  /** The defaults, under the file, under the assignments. */
  Settings over(Settings defaults, Class<?> type) {
    if (config != null && config.toString().isBlank()) {
      throw new SettingsException(
          "Cannot read settings: --config is empty, it needs the path of a YAML file");
    }

    Settings settings =
        config == null ? defaults : defaults.overlaidBy(Settings.ofFile(config), type);
    return settings.with(assignments).fittedTo(type);
  }

  JobRunner.Mode mode() {
    if (dryRun) {
      return JobRunner.Mode.DRY_RUN;
    }

    return force ? JobRunner.Mode.FORCE : JobRunner.Mode.NORMAL;
  }
}
