package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.touchstone.LocalSpark;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;

/** The output of a wrong job is refused by one sentence that names the right one. */
@Tag("spark")
class WrongTableTest {

  private static final List<String> INGESTED = TableColumns.COMPARISONS;
  private static final List<String> AUDITED = List.of("comparison_id", "agrees");

  @TempDir Path folder;

  @AfterEach
  void forgetTheLog() {
    System.clearProperty(FailureLog.PROPERTY);
  }

  static Stream<Arguments> pairs() {
    return Stream.of(
        arguments("train", "ingest", "no column duplicate_kind, which the job deduplicate makes"),
        arguments("train", "deduplicate", "no column split, which the job split makes"),
        arguments("train", "tokenizer", "the output of tokenizer, which holds no table"),
        arguments("tokenizer", "ingest", "no column split, which the job split makes"),
        arguments("split", "ingest", "no column prompt_cluster, which the job deduplicate makes"),
        arguments("split", "audit", "no column prompt, which the job ingest makes"),
        arguments("deduplicate", "audit", "no column prompt, which the job ingest makes"),
        arguments("deduplicate", "train", "the output of train, which holds no table"),
        arguments("statistics", "audit", "no column prompt, which the job ingest makes"),
        arguments("statistics", "statistics", "the output of statistics, which holds no table"),
        arguments("audit", "split", "no column rewards, which the job score makes"),
        arguments("audit", "train", "which holds no table; take the output of score"));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theSentenceNamesTheJobThatMakesTheColumn(String reader, String writer, String named)
      throws IOException {
    System.setProperty(FailureLog.PROPERTY, folder.resolve("run.log").toString());
    String input = folder.resolve(writer).toString();
    publish(writer, input);
    String output = folder.resolve("out").toString();

    StringWriter error = new StringWriter();
    int exitCode = Main.run(commandLine(reader, input, output), new PrintWriter(error, true));

    assertThat(exitCode).isEqualTo(1);
    assertThat(error.toString()).hasLineCount(2).contains(named).contains(input);
    assertThat(error.toString()).doesNotContain("\tat ", "Exception", "Caused by");
    assertThat(Path.of(output).resolve("manifest.json")).doesNotExist();
  }

  private String[] commandLine(String reader, String input, String output) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of(reader, "--set", "input=" + input, "--set", "output=" + output));
    if (reader.equals("audit")) {
      arguments.addAll(List.of("--set", "models=[a]"));
    }

    if (reader.equals("train")) {
      String tokenizer = folder.resolve("vocabulary").toString();
      publish("tokenizer", tokenizer);
      arguments.addAll(List.of("--set", "tokenizer=" + tokenizer));
    }

    return arguments.toArray(String[]::new);
  }

  private static List<String> columns(String job) {
    return switch (job) {
      case "ingest" -> INGESTED;
      case "deduplicate" -> TableColumns.comparisonsWith("prompt_cluster", "duplicate_kind");
      case "split" -> TableColumns.comparisonsWith("prompt_cluster", "duplicate_kind", "split");
      case "audit" -> AUDITED;
      default -> List.of();
    };
  }

  /** An output of a job as far as its readers look before they refuse it. */
  private static void publish(String job, String path) throws IOException {
    JobOutput output = JobOutput.at(new Configuration(), path);
    org.apache.hadoop.fs.Path staging = output.newStaging();
    String data = new org.apache.hadoop.fs.Path(staging, JobOutput.DATA).toUri().getPath();
    List<String> columns = columns(job);
    if (columns.isEmpty()) {
      Files.createDirectories(Path.of(data));
      Files.writeString(Path.of(data, "tokenizer.json"), "{}");
    } else {
      Dataset<Row> table = LocalSpark.session().range(2).toDF();
      for (String column : columns) {
        table = table.withColumn(column, functions.lit("x"));
      }

      table.write().parquet(data);
    }

    output.publish(
        staging,
        new Manifest(
            Manifest.FORMAT,
            job,
            "f",
            JsonNodeFactory.instance.objectNode(),
            List.of(),
            2,
            2,
            Map.of(),
            JsonNodeFactory.instance.objectNode(),
            List.of(),
            "test",
            1,
            "2026-01-01T00:00:00Z",
            1,
            Map.of()));
  }
}
