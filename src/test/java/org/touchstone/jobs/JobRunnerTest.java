package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.artifact.ArtifactException;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.config.Settings;
import org.touchstone.config.SettingsException;

@Tag("spark")
class JobRunnerTest {

  private static final String SAMPLE = "src/test/resources/hh-rlhf-200.jsonl";

  @TempDir Path folder;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final AtomicInteger sessions = new AtomicInteger();

  @Test
  void theSecondRunOfTheSameWorkDoesNothingAndSaysSo() throws IOException {
    Settings settings = ingest("out");
    Manifest first = manifest(run(settings, JobRunner.Mode.NORMAL));

    Manifest second = manifest(run(settings, JobRunner.Mode.NORMAL));

    assertThat(second).isEqualTo(first);
    assertThat(sessions).hasValue(1);
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("already done");
  }

  @Test
  void forceDoesItAgain() throws IOException {
    Settings settings = ingest("out");
    Manifest first = manifest(run(settings, JobRunner.Mode.NORMAL));

    Manifest second = manifest(run(settings, JobRunner.Mode.FORCE));

    assertThat(second.startedAt()).isNotEqualTo(first.startedAt());
    assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
    assertThat(second.rowsOut()).isEqualTo(first.rowsOut());
  }

  @Test
  void anOutputOfOtherSettingsIsNotOverwritten() throws IOException {
    run(ingest("out"), JobRunner.Mode.NORMAL);
    Settings other = ingest("out").with(List.of("seed=18"));

    assertThatThrownBy(() -> run(other, JobRunner.Mode.NORMAL))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("with other settings or inputs")
        .hasMessageContaining("--force");
  }

  @Test
  void changedInputIsOtherWork() throws IOException {
    Path input = folder.resolve("feedback.jsonl");
    Files.copy(Path.of(SAMPLE), input);
    Settings settings = ingest("out").with(List.of("input=" + input));
    run(settings, JobRunner.Mode.NORMAL);
    Files.writeString(input, Files.readString(input).replaceFirst("Human", "human"));

    assertThatThrownBy(() -> run(settings, JobRunner.Mode.NORMAL))
        .hasMessageContaining("with other settings or inputs");
  }

  @Test
  void aDryRunWritesNothing() throws IOException {
    assertThat(run(ingest("out"), JobRunner.Mode.DRY_RUN)).isNull();

    assertThat(folder.resolve("out")).doesNotExist();
    assertThat(sessions).hasValue(0);
    assertThat(told.toString(StandardCharsets.UTF_8)).contains("\"max-rejected-share\"");
  }

  @Test
  void aFailedRunLeavesNoOutputAndNothingStaged() throws IOException {
    Settings strict = ingest("out").with(List.of("max-rejected-share=0", "max-line-bytes=500"));

    assertThatThrownBy(() -> run(strict, JobRunner.Mode.NORMAL))
        .hasMessageContaining("rows are refused");
    assertThat(output("out").manifest()).isEmpty();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void rejectedRowsAreCountedAndKept() throws IOException {
    Settings settings = ingest("out").with(List.of("max-rejected-share=1", "max-line-bytes=3000"));

    Manifest manifest = manifest(run(settings, JobRunner.Mode.NORMAL));

    long dropped = manifest.dropped().values().stream().mapToLong(Long::longValue).sum();
    assertThat(dropped).isPositive();
    assertThat(manifest.rowsIn()).isEqualTo(200).isEqualTo(manifest.rowsOut() + dropped);
    assertThat(
            LocalSpark.session().read().parquet(folder.resolve("out/rejected").toString()).count())
        .isEqualTo(dropped);
  }

  @Test
  void inputsAreAskedForByName() {
    Settings none = Settings.ofDefaults("ingest");
    Settings misspelt = ingest("out").with(List.of("sed=3", "formta=x"));
    Settings absent = ingest("out").with(List.of("input=" + folder.resolve("none.jsonl")));

    assertThatThrownBy(() -> run(none, JobRunner.Mode.NORMAL))
        .hasMessageContaining("input is not given");
    assertThatThrownBy(() -> run(misspelt, JobRunner.Mode.NORMAL))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("\"sed\", the nearest is \"seed\"")
        .hasMessageContaining("\"formta\", the nearest is \"format\"");
    assertThatThrownBy(() -> run(absent, JobRunner.Mode.NORMAL))
        .hasMessageEndingWith("none.jsonl: there is no such file or folder");
  }

  @Test
  void aTableWithoutManifestIsRefused() throws IOException {
    Files.createDirectories(folder.resolve("half/data"));
    Settings settings =
        Settings.ofDefaults("deduplicate")
            .with(List.of("input=" + folder.resolve("half"), "output=" + folder.resolve("o")));

    assertThatThrownBy(() -> runner().run(new DeduplicateJob(), settings, JobRunner.Mode.NORMAL))
        .hasMessageContaining("half: it is no output of a job, for it has no manifest.json");
  }

  @Test
  void aDryRunOfALaterStepSaysWhatItWouldWaitFor() throws IOException {
    Settings settings =
        Settings.ofDefaults("deduplicate")
            .with(List.of("input=" + folder.resolve("none"), "output=" + folder.resolve("o")));

    runner().run(new DeduplicateJob(), settings, JobRunner.Mode.DRY_RUN);

    assertThat(told.toString(StandardCharsets.UTF_8)).contains("would wait for its input");
  }

  private Settings ingest(String output) {
    return Settings.ofDefaults("ingest")
        .with(List.of("input=" + SAMPLE, "output=" + folder.resolve(output)));
  }

  private JobOutput output(String name) throws IOException {
    return JobOutput.at(new Configuration(), folder.resolve(name).toString());
  }

  private static Manifest manifest(@Nullable JobOutput output) throws IOException {
    return Objects.requireNonNull(output).requireComplete();
  }

  private @Nullable JobOutput run(Settings settings, JobRunner.Mode mode) throws IOException {
    return runner().run(new IngestJob(), settings, mode);
  }

  private JobRunner runner() {
    PrintStream print = new PrintStream(told, true, StandardCharsets.UTF_8);
    return new JobRunner(
        () -> {
          sessions.incrementAndGet();
          return LocalSpark.session();
        },
        new Configuration(),
        Console.to(print));
  }
}
