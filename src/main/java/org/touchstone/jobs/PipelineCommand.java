package org.touchstone.jobs;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.JobOutput;
import org.touchstone.config.Nearest;
import org.touchstone.config.Settings;
import org.touchstone.config.SettingsException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Runs the jobs that a YAML file lists, in order, in one Spark application, skipping those that are
 * done.
 *
 * <p>The output of a step lies in a folder of its name below the pipeline's output. In the settings
 * of a step, a text that starts with {@code @} stands for such a folder ({@code @split}, {@code
 * @train/data}), and {@code @input} for the pipeline's inputs.
 */
@Command(
    name = "pipeline",
    description = "Run the jobs listed in a YAML file in order, skipping those already done.",
    mixinStandardHelpOptions = true)
final class PipelineCommand implements Callable<Integer> {

  private final Map<String, Job<?>> jobs = new LinkedHashMap<>();

  @Mixin private RunOptions options = new RunOptions();

  PipelineCommand(List<Job<?>> jobs) {
    jobs.forEach(job -> this.jobs.put(job.name(), job));
  }

  /**
   * What one pipeline does.
   *
   * @param input raw inputs, for {@code @input}
   * @param output the folder of all steps
   * @param seed of every step that sets none
   * @param steps the jobs, in order
   */
  record Plan(
      @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> input,
      String output,
      long seed,
      List<Step> steps) {

    /**
     * One job.
     *
     * @param name of its output folder
     * @param job which job
     * @param settings laid over the job's defaults
     */
    record Step(String name, String job, @Nullable JsonNode settings) {}
  }

  @Override
  public Integer call() throws Exception {
    BuildInfo.checkRuntime();
    Plan plan = options.over(Settings.ofDefaults("pipeline"), Plan.class).as(Plan.class);
    for (Plan.Step step : plan.steps()) {
      Class<?> type = jobOf(step).settingsType();
      settings(plan, step, type).requireKnownKeys(type, CommonSettings.KEYS);
    }

    Console console = Console.ofProcess();
    Map<String, Double> seconds = new LinkedHashMap<>();
    Map<Job<?>, JobOutput> outputs = new LinkedHashMap<>();
    try (Sessions sessions = new Sessions("pipeline")) {
      JobRunner runner = new JobRunner(sessions::start, JobCommand.hadoop(), console);
      for (Plan.Step step : plan.steps()) {
        Instant start = Instant.now();
        JobOutput output =
            run(runner, jobOf(step), settings(plan, step, jobOf(step).settingsType()));
        seconds.put(step.name(), Duration.between(start, Instant.now()).toMillis() / 1000.0);
        if (output != null) {
          outputs.put(jobOf(step), output);
        }
      }
    }

    printTimes(console, seconds);
    for (Map.Entry<Job<?>, JobOutput> done : outputs.entrySet()) {
      done.getKey().show(done.getValue(), console);
    }

    return JobCommand.gate(options, outputs.values(), console);
  }

  private <S> @Nullable JobOutput run(JobRunner runner, Job<S> job, Settings settings)
      throws IOException {
    return runner.run(job, settings, options.mode());
  }

  private Job<?> jobOf(Plan.Step step) {
    Job<?> job = jobs.get(step.job());
    if (job == null) {
      throw new SettingsException(
          "Cannot run step %s: unknown job '%s'. Did you mean '%s'? Jobs: %s"
              .formatted(
                  step.name(),
                  step.job(),
                  Nearest.to(step.job(), jobs.keySet()),
                  String.join(", ", jobs.keySet())));
    }

    return job;
  }

  private static Settings settings(Plan plan, Plan.Step step, Class<?> type) {
    Settings common =
        Settings.ofTree("step " + step.name(), Settings.treeOf(Map.of("seed", plan.seed())))
            .with(List.of("output=" + PipelinePaths.of(plan.output(), step.name())));
    Settings defaults = Settings.ofDefaults(step.job()).overlaidBy(common, type);
    JsonNode own = step.settings();
    if (own == null || own.isNull()) {
      return defaults;
    }

    JsonNode resolved = PipelinePaths.resolve(own, plan.output(), plan.input());
    return defaults.overlaidBy(Settings.ofTree("step " + step.name(), resolved), type);
  }

  private static void printTimes(Console console, Map<String, Double> seconds) {
    StringBuilder line = new StringBuilder("time:");
    seconds.forEach(
        (step, time) -> line.append(String.format(Locale.ROOT, " %s %.1f s,", step, time)));
    double total = seconds.values().stream().mapToDouble(Double::doubleValue).sum();
    console.result(line.append(String.format(Locale.ROOT, " in all %.1f s", total)).toString());
  }
}
