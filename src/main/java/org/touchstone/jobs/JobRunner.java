package org.touchstone.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.artifact.Digests;
import org.touchstone.artifact.Fingerprint;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.artifact.OutputGuard;
import org.touchstone.artifact.OutputLock;
import org.touchstone.config.Settings;

/**
 * Runs any job the same way: settings, inputs and their digests, nothing if it was done already,
 * the work in a staging folder, the manifest last.
 */
final class JobRunner {

  private final Supplier<SparkSession> spark;
  private final Configuration hadoop;
  private final Console console;

  /**
   * Makes a runner.
   *
   * @param spark starts or returns the session; not called for work that is done already
   * @param hadoop finds file systems before there is a session
   * @param console where to tell
   */
  JobRunner(Supplier<SparkSession> spark, Configuration hadoop, Console console) {
    this.spark = spark;
    this.hadoop = hadoop;
    this.console = console;
  }

  /** How to run. */
  enum Mode {
    /** Do it unless it was done. */
    NORMAL,
    /** Do it again. */
    FORCE,
    /** Say what would be done. */
    DRY_RUN
  }

  /** Runs a job; returns its output, or null if it was only to say what would be done. */
  <S> @Nullable JobOutput run(Job<S> job, Settings settings, Mode mode) throws IOException {
    CommonSettings common = settings.only(CommonSettings.KEYS).as(CommonSettings.class);
    S own = settings.as(job.settingsType(), CommonSettings.KEYS);
    if (mode == Mode.DRY_RUN) {
      console.result(job.name() + " " + settings.tree().toPrettyString());
    }

    JobOutput output = JobOutput.at(hadoop, common.output());
    List<JobInput> read = job.inputs(common, own);
    OutputGuard.requireApart(hadoop, output.root(), read.stream().map(JobInput::path).toList());
    OutputGuard.requireOutside(hadoop, output.root());
    List<Manifest.Input> inputs;
    try {
      inputs = digests(read);
    } catch (ArtifactException | FileNotFoundException e) {
      if (mode != Mode.DRY_RUN) {
        throw e;
      }

      console.result("%s would wait for its input: %s".formatted(job.name(), e.getMessage()));
      return null;
    }

    ObjectNode fingerprinted = settings.tree();
    fingerprinted.remove("output");
    String fingerprint = Fingerprint.of(job.name(), fingerprinted, inputs);
    if (isDone(job.name(), output, fingerprint, mode)) {
      return output;
    }

    output.requireOwn();
    if (mode == Mode.DRY_RUN) {
      console.result("%s would write %s".formatted(job.name(), output.root()));
      return null;
    }

    locked(job, new Work<>(common, own, settings.tree(), inputs, fingerprint, output), mode);
    return output;
  }

  /** Looks again once nobody else can write: another run may have just finished. */
  private <S> void locked(Job<S> job, Work<S> work, Mode mode) throws IOException {
    JobOutput output = work.output();
    try (OutputLock lock = OutputLock.take(hadoop, output.root(), job.name())) {
      if (isDone(job.name(), output, work.fingerprint(), mode)) {
        return;
      }

      output.requireOwn();
      if (mode == Mode.FORCE) {
        output.discard(output.resumable(resumableKey(work.fingerprint())));
      }

      execute(job, work, lock);
    }
  }

  private List<Manifest.Input> digests(List<JobInput> inputs) throws IOException {
    List<Manifest.Input> digests = new ArrayList<>();
    for (JobInput input : inputs) {
      digests.add(input.digest(hadoop));
    }

    return digests;
  }

  private record Work<S>(
      CommonSettings common,
      S own,
      ObjectNode settings,
      List<Manifest.Input> inputs,
      String fingerprint,
      JobOutput output) {}

  private boolean isDone(String job, JobOutput output, String fingerprint, Mode mode)
      throws IOException {
    Optional<Manifest> existing = output.manifest();
    if (existing.isPresent() && !existing.get().job().equals(job)) {
      throw new ArtifactException(
          "Cannot write %s: it holds the result of the job %s, and %s replaces results of its own only; choose another output"
              .formatted(output.root(), existing.get().job(), job));
    }

    if (existing.isEmpty() || mode == Mode.FORCE) {
      return false;
    }

    if (!existing.get().fingerprint().equals(fingerprint)) {
      throw new ArtifactException(
          ("Cannot write %s: it holds the result of %s with other settings or inputs (of %s);"
                  + " choose another output, or redo it with --force")
              .formatted(output.root(), existing.get().job(), existing.get().startedAt()));
    }

    output.requireComplete();
    console.line(
        "%-12s already done with these settings and inputs: %s".formatted(job, output.root()));
    return true;
  }

  /** Half-done work of another version of the code might be other work. */
  private static String resumableKey(String fingerprint) {
    return Digests.ofText(fingerprint + " " + BuildInfo.codeVersion());
  }

  private <S> void execute(Job<S> job, Work<S> work, OutputLock lock) throws IOException {
    Instant start = Instant.now();
    SparkSession session = spark.get();
    session.sparkContext().setJobGroup(job.name(), work.output().root().toString(), false);
    Path staging = work.output().newStaging();
    boolean published = false;
    try {
      Path resumable = work.output().resumable(resumableKey(work.fingerprint()));
      Outcome outcome =
          job.run(new JobContext(session, work.common(), staging, resumable, console), work.own());
      Conservation.check(job.name(), outcome.results());
      double seconds = Duration.between(start, Instant.now()).toMillis() / 1000.0;
      lock.requireHeld();
      work.output().publish(staging, manifest(job.name(), work, outcome, start, seconds));
      published = true;
      console.line(summary(job.name(), outcome, seconds));
    } finally {
      if (!published) {
        discard(work.output(), staging);
      }

      session.sparkContext().clearJobGroup();
    }
  }

  /** Whatever failed, Spark's undeclared exceptions too, is the reason to tell, not this. */
  private void discard(JobOutput output, Path staging) {
    try {
      output.discard(staging);
    } catch (IOException e) {
      console.line("Cannot remove %s: %s".formatted(staging, e.getMessage()));
    }
  }

  private static Manifest manifest(
      String job, Work<?> work, Outcome outcome, Instant start, double seconds) {
    return new Manifest(
        Manifest.FORMAT,
        job,
        work.fingerprint(),
        work.settings(),
        work.inputs(),
        outcome.in().number(),
        outcome.out().number(),
        outcome.dropped(),
        Manifests.withUnits(outcome),
        List.of(),
        BuildInfo.codeVersion(),
        work.common().seed(),
        start.toString(),
        seconds,
        BuildInfo.environment());
  }

  private static String summary(String job, Outcome outcome, double seconds) {
    String dropped =
        outcome.dropped().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e -> "%s %,d".formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "%-12s %s in, %s out%s; %s (%.1f s)",
        job,
        outcome.in().words(),
        outcome.out().words(),
        dropped.isEmpty() ? "" : " (left out: " + dropped + ")",
        outcome.summary(),
        seconds);
  }
}
