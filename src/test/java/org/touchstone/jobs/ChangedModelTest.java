package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.cluster.SmallCorpus;
import org.touchstone.model.InitialWeights;
import org.touchstone.model.RewardModelArtifact;
import org.touchstone.schema.Columns;

/** Every command refuses a model of which a file was changed, by one sentence that names it. */
@Tag("spark")
@Tag("native")
class ChangedModelTest {

  @TempDir Path folder;

  @BeforeEach
  void writeModels() throws IOException {
    System.setProperty(FailureLog.PROPERTY, folder.resolve("run.log").toString());
    Path tokenizer = SmallCorpus.tokenizer(folder.resolve("tokenizer"));
    for (int seed = 0; seed < 2; seed++) {
      RewardModelArtifact.write(
          folder.resolve("model-" + seed),
          SmallCorpus.decoder(tokenizer, seed).withRewards(0, 1),
          new InitialWeights(seed),
          tokenizer,
          Map.of());
    }

    Files.writeString(
        folder.resolve("table.jsonl"),
        "{\"prompt\": \"Tell me about bread\", \"reply\": \"No\"}\n");
  }

  @AfterEach
  void forgetTheLog() {
    System.clearProperty(FailureLog.PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"score", "train", "print", "check", "export", "ensemble", "import"})
  void aFlippedByteOfTheProgramIsRefused(String command) throws IOException {
    Path program = folder.resolve("model-0/model.pt");
    byte[] bytes = Files.readAllBytes(program);
    bytes[bytes.length / 2] ^= (byte) 0x80;
    Files.write(program, bytes);

    assertThat(refusal(command, path("model-0")))
        .contains("model.pt was changed, its digest is ", "touchstone.json says ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"score", "train", "print", "check", "export", "import"})
  void anEditedDescriptionOfAPublishedModelIsRefused(String command) throws IOException {
    assertThat(run(combination("published"))).isEmpty();
    Path description = folder.resolve("published/data/touchstone.json");
    Files.writeString(description, Files.readString(description) + " ");

    assertThat(refusal(command, path("published/data")))
        .contains("touchstone.json was changed, its digest is ", "manifest.json says ");
  }

  @Test
  void anUnchangedModelIsAccepted() {
    assertThat(run(combination("published"))).isEmpty();
    assertThat(run(arguments("check", path("published")))).isEmpty();
    assertThat(run(arguments("score", path("published")))).isEmpty();
  }

  private String refusal(String command, String model) throws IOException {
    if (command.equals("train")) {
      publishSplit();
    }

    String error = run(arguments(command, model));
    assertThat(error).hasLineCount(2).doesNotContain("\tat ", "Exception", "Caused by");
    assertThat(folder.resolve("out/manifest.json")).doesNotExist();
    return error;
  }

  private List<String> arguments(String command, String model) {
    return switch (command) {
      case "score" ->
          command(
              "score", "input=" + path("table.jsonl"), "model=" + model, "output=" + path("out"));
      case "train" ->
          command(
              "train",
              "input=" + path("split"),
              "checkpoint=" + model,
              "tokenizer=",
              "output=" + path("out"));
      case "ensemble" -> combination("out");
      default -> command("model", "action=" + command, "input=" + model, "output=" + path("out"));
    };
  }

  private void publishSplit() throws IOException {
    JobOutput output = JobOutput.at(new Configuration(), path("split"));
    org.apache.hadoop.fs.Path staging = output.newStaging();
    SmallCorpus.table(12)
        .withColumn(Columns.SPLIT, functions.expr("if(fold = 0, 'validation', 'train')"))
        .withColumn(Columns.DUPLICATE_KIND, functions.lit("unique"))
        .write()
        .parquet(new org.apache.hadoop.fs.Path(staging, JobOutput.DATA).toString());
    ObjectNode results = JsonNodeFactory.instance.objectNode();
    TextVersions.putIn(results);
    output.publish(
        staging,
        new Manifest(
            Manifest.FORMAT,
            "split",
            "digest",
            JsonNodeFactory.instance.objectNode(),
            List.of(),
            12,
            12,
            Map.of(),
            results,
            List.of(),
            "test",
            1,
            "2026-11-20T00:00:00Z",
            1,
            Map.of()));
  }

  private List<String> combination(String output) {
    return command(
        "model",
        "action=ensemble",
        "members=[%s, %s]".formatted(path("model-0"), path("model-1")),
        "output=" + path(output));
  }

  private static List<String> command(String name, String... settings) {
    List<String> arguments = new ArrayList<>(List.of(name));
    for (String setting : settings) {
      arguments.addAll(List.of("--set", setting));
    }

    return arguments;
  }

  /** What it complains about; empty where it succeeds. */
  private static String run(List<String> arguments) {
    StringWriter error = new StringWriter();
    int exitCode = Main.run(arguments.toArray(String[]::new), new PrintWriter(error, true));
    assertThat(exitCode == 0).as(error.toString()).isEqualTo(error.toString().isEmpty());
    return error.toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
