package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A mistake on the command line or in a path gets one sentence and an exit code. */
class CommandLineFailureTest {

  private static final int FAILED = 1;
  private static final int MISUSE = 2;

  @TempDir Path folder;

  @BeforeEach
  void nameTheLog() throws IOException {
    System.setProperty(FailureLog.PROPERTY, folder.resolve("logs/run.log").toString());
    Files.writeString(folder.resolve("tab.yaml"), "mapping:\n\tprompt: [a]\n");
    Files.writeString(folder.resolve("twice.yaml"), "seed: 1\nseed: 2\n");
    Files.writeString(folder.resolve("list.yaml"), "- a\n");
    Files.writeString(folder.resolve("two.yaml"), "seed: 1\n---\nseed: 2\n");
    manifest("old", "{\"format\": \"touchstone-manifest/0\", \"rows\": 3}");
    manifest("other", "{\"name\": \"extension\", \"manifest_version\": 3}");
    manifest("cut", "{\"format\": \"touchstone-mani");
    Files.createDirectories(folder.resolve("foreign"));
    Files.writeString(folder.resolve("foreign/a.csv"), "x,y\n1,2\n");
  }

  @AfterEach
  void forgetTheLog() {
    System.clearProperty(FailureLog.PROPERTY);
  }

  static Stream<Arguments> settings() {
    return Stream.of(
        arguments("scor", "Unknown job 'scor'. Did you mean 'score'? Jobs: ingest, "),
        arguments("", "No job is named. Jobs: ingest, "),
        arguments("train --frce", "unknown option '--frce'. Did you mean '--force'?"),
        arguments("train stray", "'stray' is no option; settings are given with --set"),
        arguments("train --set", "--set needs a value after it"),
        arguments("ingest --set inptu=x", "unknown key \"inptu\", the nearest is \"input\""),
        arguments("train --set trainin.epochs=2", "unknown key \"trainin\", the nearest is"),
        arguments("ingest", "input is not given"),
        arguments("ingest --set input", "Cannot set \"input\": key=value is needed"),
        arguments("ingest --set input=[a", "Cannot set \"input=[a\": its value is not YAML"),
        arguments("ingest --config=", "--config is empty"),
        arguments("ingest --config DIR", "it is a folder, a YAML file is needed"),
        arguments("ingest --config DIR/none.yaml", "none.yaml: no such file"),
        arguments("ingest --config DIR/tab.yaml", "line 2, column 1: a tab indents a line"),
        arguments(
            "ingest --config DIR/twice.yaml", "line 2, column 5: the key 'seed' is there twice"),
        arguments("ingest --config DIR/list.yaml", "a mapping of keys is needed"),
        arguments("ingest --config DIR/two.yaml", "a second document begins in line 3"),
        arguments(
            "ingest --set input=x --set output=y --set max-rejected-share=1,5",
            "max-rejected-share is \"1,5\", a number is needed, with a point as decimal mark"),
        arguments(
            "ingest --set input=x --set output=y --set max-line-bytes=many",
            "max-line-bytes is \"many\", a whole number is needed"),
        arguments(
            "ingest --set input=x --set output=y --set max-line-bytes=1.5",
            "max-line-bytes is 1.5, a whole number is needed"),
        arguments(
            "ingest --set input=x --set output=y --set mapping=3",
            "mapping is 3, a mapping of keys is needed"),
        arguments(
            "ingest --set input=x --set output=y --set format=jsno",
            "format is \"jsno\", allowed are auto, "),
        arguments(
            "ingest --set input=x --set output=y --set seed=null", "seed is null, a whole number"),
        arguments(
            "train --set input=x --set output=y", "neither tokenizer nor checkpoint is given"),
        arguments("score --set input=x --set output=y", "model is not given"),
        arguments(
            "pipeline --set steps=[{name: a, job: scor, settings: {}}]", "Did you mean 'score'?"));
  }

  @ParameterizedTest
  @MethodSource("settings")
  void aMistakeInTheSettingsIsOneSentence(String commandLine, String named) {
    Result result = run(commandLine);

    assertThat(result.error()).contains(named).hasLineCount(1);
    assertThat(result.exitCode()).isEqualTo(MISUSE);
    assertNoJava(result);
  }

  static Stream<Arguments> inputs() {
    return Stream.of(
        arguments("ingest --set input=DIR/none", "no such file or folder"),
        arguments("split --set input=DIR/none", "none: no such file or folder"),
        arguments("split --set input=DIR/foreign", "foreign: it is no output of a job"),
        arguments("split --set input=DIR/old", "its format is touchstone-manifest/0, this version"),
        arguments("split --set input=DIR/other", "it is no manifest of Touchstone"),
        arguments("split --set input=DIR/cut", "it is damaged or cut off"),
        arguments("ingest --set input=hf://datasets/a/b", "starts with hf://: Spark has no file"),
        arguments("ingest --set input=s3://bucket/a", "use s3a:// and add  -- --packages"),
        arguments("ingest --set input=s3a://bucket/a", "org.apache.hadoop:hadoop-aws:3."),
        arguments("ingest --set input=gs://bucket/a", "gcs-connector"),
        arguments("ingest --set input=https://localhost/a", "download it first"),
        arguments(
            "ingest --set input=hdfs://localhost:1/a", "Cannot reach localhost:1: Connection"),
        arguments(
            "ingest --set input=hdfs://host.invalid/a", "Cannot reach the host host.invalid:"));
  }

  @ParameterizedTest
  @MethodSource("inputs")
  void anInputThatCannotBeReadIsOneSentenceAndTheTraceIsInTheLog(String commandLine, String named)
      throws IOException {
    Result result = run(commandLine + " --set output=DIR/out");

    List<String> lines = result.error().lines().toList();
    Path log = folder.resolve("logs/run.log");
    assertThat(result.exitCode()).isEqualTo(FAILED);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(0)).contains(named);
    assertThat(lines.get(1)).isEqualTo("The stack trace is in " + log + ".");
    assertThat(Files.readString(log)).contains("\tat org.touchstone.");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
    assertNoJava(result);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void verbosePrintsTheTraceToo() {
    Result result = run("ingest --verbose --set input=DIR/none --set output=DIR/out");

    assertThat(result.error()).contains("no such file or folder").contains("\tat org.touchstone.");
  }

  @Test
  void aTextThatLooksLikeANumberStaysAsItWasTyped() {
    assertThat(RunOptionsOf.ingest("source=0012", "input=a #1: x.jsonl", "max-line-bytes=1_000"))
        .containsExactly("\"0012\"", "\"a #1: x.jsonl\"", "1000");
  }

  private void manifest(String name, String json) throws IOException {
    Files.createDirectories(folder.resolve(name).resolve("data"));
    Files.writeString(folder.resolve(name).resolve("manifest.json"), json);
  }

  private record Result(int exitCode, String error) {}

  /** Words of a command line, apart by spaces outside of brackets. */
  private Result run(String commandLine) {
    String[] arguments =
        commandLine.isEmpty()
            ? new String[0]
            : commandLine.replace("DIR", folder.toString()).split(" (?![^\\[]*\\])");
    StringWriter error = new StringWriter();
    int exitCode = Main.run(arguments, new PrintWriter(error, true));
    return new Result(exitCode, error.toString());
  }

  private static void assertNoJava(Result result) {
    assertThat(result.error())
        .doesNotContain("\tat ", "Caused by", "java.", "org.apache.hadoop.fs", "`")
        .doesNotContainPattern("\\b[A-Z]\\w+Exception\\b");
  }

  /** What settings become, as the manifest records them. */
  private static final class RunOptionsOf {
    static List<String> ingest(String... assignments) {
      com.fasterxml.jackson.databind.node.ObjectNode tree =
          org.touchstone.config.Settings.ofDefaults("ingest")
              .with(List.of(assignments))
              .fittedTo(IngestJob.Plan.class)
              .tree();
      return Stream.of(assignments)
          .map(assignment -> tree.get(assignment.split("=", 2)[0]).toString())
          .toList();
    }
  }
}
