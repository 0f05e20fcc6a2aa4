package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.config.Settings;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.report.ReportSchema;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

/** From scored tables to a report, a later one that is compared with it, and a page drawn again. */
@Tag("spark")
class AuditJobTest {

  private static final StructType SCORED =
      ComparisonTable.SCHEMA
          .add(Columns.REWARDS, DataTypes.createArrayType(DataTypes.DoubleType), true)
          .add(Columns.MODEL_DIGEST, DataTypes.StringType, false);
  private static final int PAIRS = 600;

  @TempDir static Path folder;

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();

  @BeforeAll
  static void audits() throws IOException {
    publish("good", "digest-good", 4);
    publish("worse", "digest-worse", 3);
    new AuditJobTest().audit("good", "first");
  }

  /** A model that is wrong on every so many pairs. */
  private static void publish(String name, String digest, int wrongEvery) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      Row row = ComparisonTable.toRow(comparison(i), 0);
      Object[] values = new Object[SCORED.size()];
      for (int c = 0; c < row.size(); c++) {
        values[c] = row.get(c);
      }

      double margin = (i % wrongEvery == 0 ? -1 : 1) * (1 + i % 7) / 7.0;
      values[row.size()] = new Double[] {margin, 0.0};
      values[row.size() + 1] = digest;
      rows.add(RowFactory.create(values));
    }

    JobOutput output = JobOutput.at(new Configuration(), path(name));
    org.apache.hadoop.fs.Path staging = output.newStaging();
    LocalSpark.session()
        .createDataFrame(rows, SCORED)
        .write()
        .parquet(new org.apache.hadoop.fs.Path(staging, JobOutput.DATA).toString());
    ObjectMapper json = new ObjectMapper();
    output.publish(
        staging,
        new Manifest(
            Manifest.FORMAT,
            "score",
            digest,
            json.createObjectNode(),
            List.of(),
            PAIRS,
            PAIRS,
            Map.of(),
            json.createObjectNode(),
            List.of(),
            "test",
            1,
            "2026-11-20T00:00:00Z",
            1,
            Map.of()));
  }

  private static Comparison comparison(int number) {
    return new Comparison(
        List.of(new Message(Role.USER, "question " + number)),
        List.of(reply("good reply " + number), reply("a bad reply " + number)),
        List.of(1, 2),
        null,
        null,
        null,
        "s",
        null,
        null,
        Map.of());
  }

  private static Reply reply(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  @Test
  void theOutputHoldsTheReportItsSchemaAndEveryFigure() throws IOException {
    JsonNode report = report("first");

    assertThat(report.path("since").isNull()).isTrue();
    assertThat(Files.readString(folder.resolve("first/report.schema.json")))
        .isEqualTo(ReportSchema.text());
    for (JsonNode section : report.path("sections")) {
      for (JsonNode figure : section.path("figures")) {
        Path file = folder.resolve("first/figures/" + figure.path("id").asText());
        assertThat(file.resolveSibling(file.getFileName() + ".csv")).isNotEmptyFile();
        assertThat(Files.exists(file.resolveSibling(file.getFileName() + ".svg")))
            .isEqualTo(figure.path("chart").isObject());
      }
    }
  }

  @Test
  void anAuditIsComparedWithAnEarlierOneOnTheSamePairs() throws IOException {
    JobOutput output = audit("worse", "second", "earlier=" + path("first"));

    JsonNode drop = report("second").at("/checks/0");
    assertThat(drop.path("id").asText()).isEqualTo("no-accuracy-drop");
    assertThat(drop.at("/estimate/value").doubleValue()).isEqualTo(-50.0 / PAIRS);
    assertThat(drop.at("/estimate/n").asInt()).isEqualTo(PAIRS);
    assertThat(drop.path("verdict").asText()).isEqualTo("FAIL");
    assertThat(Manifests.failedChecks(output.requireComplete()))
        .anyMatch(sentence -> sentence.contains("a drop of surely more than"));
    assertThat(output.requireComplete().inputs())
        .anyMatch(input -> input.path().equals(path("first")));

    new AuditJob().show(output, console());
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("Did it get worse since the audit of 20", "FAIL\nOn the same 600 pairs");
  }

  @Test
  void whatIsNoAuditCannotBeComparedWith() {
    assertThatThrownBy(() -> audit("good", "third", "earlier=" + path("worse")))
        .hasMessageContaining("worse: it has no report.json; the output of an audit is needed");
    assertThatThrownBy(() -> audit("good", "third", "earlier=" + path("third")))
        .hasMessageContaining("third with itself: earlier must be another output");
  }

  @Test
  void thePageIsDrawnAgainWithoutACluster() throws IOException {
    String drawn = path("drawn");
    draw(path("first"), drawn);
    draw(path("first/report.json"), path("drawn-again"));

    for (String file : List.of("report.html", "figures/accuracy.svg", "figures/accuracy.csv")) {
      assertThat(Path.of(drawn, file))
          .hasSameTextualContentAs(folder.resolve("first").resolve(file));
      assertThat(folder.resolve("drawn-again").resolve(file))
          .hasSameTextualContentAs(folder.resolve("first").resolve(file));
    }

    assertThat(told.toString(StandardCharsets.UTF_8)).contains("longer reply wins", "coin");
    assertThatThrownBy(() -> draw(path("first"), path("first")))
        .hasMessageContaining("it is the output of a job");
    assertThatThrownBy(() -> draw("", "")).hasMessageContaining("input is not given");
  }

  @Test
  void aReportThatWasTamperedWithIsNotDrawn() throws IOException {
    Path tampered = folder.resolve("tampered.json");
    Files.writeString(
        tampered,
        Files.readString(folder.resolve("first/report.json"))
            .replaceFirst("\"method\"", "\"way\""));

    assertThatThrownBy(() -> draw(tampered.toString(), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tampered.json: against report.schema.json, $.");
  }

  private void draw(String input, String output) throws IOException {
    ReportCommand.draw(new ReportCommand.Plan(input, output), new Configuration(), console());
  }

  private JobOutput audit(String input, String output, String... more) throws IOException {
    Settings settings =
        Settings.ofDefaults("audit")
            .with(List.of("input=" + path(input), "output=" + path(output)))
            .with(List.of("resamples=400"))
            .with(List.of(more));
    JobRunner runner = new JobRunner(LocalSpark::session, new Configuration(), console());
    return Objects.requireNonNull(runner.run(new AuditJob(), settings, JobRunner.Mode.NORMAL));
  }

  private Console console() {
    return Console.to(new PrintStream(told, true, StandardCharsets.UTF_8));
  }

  private static JsonNode report(String output) throws IOException {
    String json = Files.readString(folder.resolve(output).resolve("report.json"));
    return ReportSchema.read(json, output);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }
}
