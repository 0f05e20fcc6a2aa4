package org.touchstone.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Kills the process of the executor that ends the first task of certain stages, so that what it
 * held in memory and on its disk is gone in the middle of a job; writes a line for each kill.
 *
 * <p>{@link #STAGES} are names of methods, of which each stands for the first stage that it starts;
 * {@link #REPORT} is the file.
 */
public final class KillExecutors extends SparkListener {

  static final String STAGES = "spark.touchstone.kill.stages";
  static final String REPORT = "spark.touchstone.kill.report";

  private final List<String> wanted;
  private final Path report;
  private final Map<Integer, String> deadly = new HashMap<>();
  private String application = "";

  /** Reads what to kill. */
  public KillExecutors(SparkConf configuration) {
    wanted = new ArrayList<>(List.of(configuration.get(STAGES).split(",")));
    report = Path.of(configuration.get(REPORT));
  }

  @Override
  public void onApplicationStart(SparkListenerApplicationStart start) {
    application = start.appId().get();
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted submitted) {
    for (String method : List.copyOf(wanted)) {
      if (submitted.stageInfo().details().contains(method)) {
        deadly.put(submitted.stageInfo().stageId(), method);
        wanted.remove(method);
        return;
      }
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    String method = deadly.remove(end.stageId());
    if (method == null) {
      return;
    }

    String executor = end.taskInfo().executorId();
    long killed =
        ProcessHandle.allProcesses()
            .filter(process -> isExecutor(process, executor))
            .filter(ProcessHandle::destroyForcibly)
            .count();
    try {
      Files.writeString(
          report,
          "%s %d%n".formatted(method, killed),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isExecutor(ProcessHandle process, String executor) {
    String line = process.info().commandLine().orElse("");
    return line.contains("CoarseGrainedExecutorBackend")
        && line.contains("--app-id " + application)
        && line.contains("--executor-id " + executor + " ");
  }
}
