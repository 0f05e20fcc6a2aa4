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
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.config.Settings;
import org.touchstone.config.SettingsException;

@Tag("spark")
class StatisticsJobTest {

  private static final Path FEEDBACK = Path.of("src/test/resources/feedback/pandalm/testset.jsonl");

  @TempDir private Path folder;

  @BeforeEach
  void ingest() throws IOException {
    run(new IngestJob(), "in", "input=" + FEEDBACK, "max-rejected-share=0.5");
  }

  /** The baseline is another ingest: the first lines of the same file, as of an earlier month. */
  @Test
  void jsonPageAndTablesArePublished() throws IOException {
    Path earlier = Files.createDirectories(folder.resolve("earlier")).resolve("testset.jsonl");
    Files.write(earlier, Files.readAllLines(FEEDBACK).subList(0, 2));
    run(new IngestJob(), "old", "input=" + earlier, "max-rejected-share=0.9");
    long before = rows("old");
    run(
        new StatisticsJob(),
        "out",
        "input=" + folder.resolve("in"),
        "baseline=" + folder.resolve("old"),
        "expect=[{measure: rows, at-least: 9, at-most: 9}, {measure: rows-removed, at-most: 0}]");

    Path data = folder.resolve("out/data");
    JsonNode tree = new ObjectMapper().readTree(Files.readString(data.resolve("statistics.json")));
    assertThat(tree.path("version").asText()).isEqualTo("statistics-v3");
    assertThat(tree.path("total").path("rows").asInt()).isEqualTo(9);
    assertThat(tree.path("by_source").fieldNames()).toIterable().containsExactly("testset");
    assertThat(before).isBetween(1L, 8L);
    assertThat(tree.path("row_changes").path("shared").asLong()).isEqualTo(before);
    assertThat(tree.path("row_changes").path("added").asLong()).isEqualTo(9 - before);
    assertThat(tree.path("row_changes").path("removed").asLong()).isZero();
    assertThat(tree.path("drift").findValuesAsText("measure")).contains("reply-words");
    assertThat(
            java.util.stream.StreamSupport.stream(tree.path("drift").spliterator(), false)
                .filter(drift -> drift.path("measure").asText().equals("reply-words"))
                .allMatch(drift -> drift.path("shift").asDouble() != 0))
        .isTrue();
    assertThat(tree.path("rejected").path("empty-text").asInt()).isEqualTo(1);
    assertThat(tree.path("rejected").path("wrong-type").asInt()).isEqualTo(1);
    assertThat(Files.readString(data.resolve("statistics.html"))).contains("Do people agree?");
    assertThat(
            LocalSpark.session()
                .read()
                .parquet(data.resolve("groups").toString())
                .where(functions.col("measure").equalTo("rows"))
                .where(functions.col("group_kind").equalTo("total"))
                .first()
                .<Double>getAs("value"))
        .isEqualTo(9.0);
  }

  @Test
  void aFailedExpectationIsNamedAndNothingIsPublished() {
    assertThatThrownBy(
            () ->
                run(
                    new StatisticsJob(),
                    "out",
                    "input=" + folder.resolve("in"),
                    "expect=[{measure: rows, at-least: 1}, {measure: rows, group: {source: testset}, at-most: 5}]"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Cannot accept ")
        .hasMessageEndingWith("in: rows of source testset is 9, allowed is at most 5.0");
    assertThat(folder.resolve("out/manifest.json")).doesNotExist();
  }

  @Test
  void aMisspeltMeasureIsAnErrorOfTheSettings() {
    assertThatThrownBy(
            () ->
                run(
                    new StatisticsJob(),
                    "out",
                    "input=" + folder.resolve("in"),
                    "expect=[{measure: rowz, at-most: 5}]"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("the nearest is \"rows\"");
  }

  private long rows(String output) {
    return LocalSpark.session()
        .read()
        .parquet(folder.resolve(output).resolve("data").toString())
        .count();
  }

  private void run(Job<?> job, String output, String... assignments) throws IOException {
    PrintStream told = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    JobRunner runner = new JobRunner(LocalSpark::session, new Configuration(), Console.to(told));
    List<String> all = new ArrayList<>(Arrays.asList(assignments));
    all.add("output=" + folder.resolve(output));
    runner.run(job, Settings.ofDefaults(job.name()).with(all), JobRunner.Mode.NORMAL);
  }
}
