package org.touchstone.jobs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the scripts of {@code jobs/} as a person would, for the Spark line under test. */
final class Launcher {

  /** The jar of this build, such as {@code target/touchstone-spark-3.jar}. */
  static final Path JOB_JAR = Path.of(System.getProperty("touchstone.jar"));

  /** {@code spark-3} or {@code spark-4}. */
  static final String LINE =
      JOB_JAR.getFileName().toString().replaceAll("^touchstone-|\\.jar$", "");

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param folder for what the scripts print
   * @param environment added to that of this process
   */
  Launcher(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /** What a script left behind. */
  record Outcome(int exitCode, String output, String error) {}

  /** Runs a command line to its end, or kills it when the time is over. */
  Outcome run(Duration limit, String... commandLine) throws IOException, InterruptedException {
    File output = folder.resolve("output").toFile();
    File error = folder.resolve("error").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(List.of(commandLine)).redirectOutput(output).redirectError(error);
    builder.environment().remove("SPARK_HOME");
    builder.environment().put("TOUCHSTONE_SPARK", LINE.substring(LINE.length() - 1));
    builder.environment().putAll(environment);

    Process process = builder.start();
    try {
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(
            "Cannot wait for %s: it runs after %s still, its errors are %s"
                .formatted(List.of(commandLine), limit, Files.readString(error.toPath())));
      }
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(
        process.exitValue(), Files.readString(output.toPath()), Files.readString(error.toPath()));
  }
}
