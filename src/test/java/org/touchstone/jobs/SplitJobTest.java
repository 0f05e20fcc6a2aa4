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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.touchstone.LocalSpark;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.config.Settings;
import org.touchstone.schema.Columns;
import org.touchstone.split.SplitSettings;
import org.touchstone.split.leak.LeakSettings;

/** The job over deduplicated hh-rlhf: what is published, what is refused, how a corpus grows. */
@Tag("spark")
class SplitJobTest {

  private static final String SAMPLE = "src/test/resources/hh-rlhf-200.jsonl";

  @TempDir private Path folder;

  @Test
  void theLeakSearchLooksForWhatDeduplicateJoins() {
    LeakSettings leaks =
        Settings.ofDefaults("split")
            .with(List.of("input=a", "output=b"))
            .as(SplitSettings.class, CommonSettings.KEYS)
            .leakSearch();
    DeduplicateJob.Plan deduplication =
        Settings.ofDefaults("deduplicate").as(DeduplicateJob.Plan.class, CommonSettings.KEYS);

    assertThat(leaks).isEqualTo(LeakSettings.standard());
    assertThat(leaks.similarity()).isEqualTo(deduplication.prompts().similarity());
    assertThat(leaks.words()).isEqualTo(deduplication.prompts().words());
    assertThat(leaks.characters()).isEqualTo(deduplication.prompts().characters());
    assertThat(leaks.shortBelowWords()).isEqualTo(deduplication.prompts().shortBelowWords());
  }

  @Test
  void aGrownCorpusKeepsItsSidesAndTheManifestTellsAll() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(SAMPLE));
    deduplicated("half", lines.subList(0, 100));
    deduplicated("whole", lines);
    Manifest first = split("half", "first", "folds=4");

    Manifest second =
        split("whole", "second", "folds=4", "seed=18", "previous=" + folder.resolve("first"));

    Map<String, String> before = sides("first");
    Map<String, String> after = sides("second");
    long moved =
        before.entrySet().stream()
            .filter(side -> !side.getValue().equals(after.get(side.getKey())))
            .count();
    JsonNode previous = second.results().at("/report/previous");
    assertThat(previous.get("known_rows").asLong()).isEqualTo(before.size());
    assertThat(previous.get("new_rows").asLong()).isEqualTo(after.size() - before.size());
    assertThat(table("second", SplitJob.MOVED).filter("from_split <> to_split").count())
        .isEqualTo(moved);
    assertThat(second.results().get("changed_settings").toString())
        .isEqualTo("{\"seed\":{\"previous\":17,\"now\":18}}");
    assertThat(second.inputs()).hasSize(2);
    assertThat(first.results().at("/report/previous").isNull()).isTrue();
    assertThat(first.results().at("/certificate/straddling_clusters").asLong()).isZero();
    assertThat(first.results().at("/certificate/near_duplicates/pairs").asLong())
        .isEqualTo(table("first", SplitJob.LEAKS).count());
  }

  @Test
  void nothingIsPublishedWithMoreLeaksThanAllowed() throws IOException {
    List<String> twice = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      twice.add(
          "{\"prompt\":\"Tell me about the number %d\",\"chosen\":\"%d yes\",\"rejected\":\"%d no\"}"
              .formatted(i, i, i));
    }

    deduplicated("apart", twice, "prompts.similarity=1.0");

    assertThatThrownBy(() -> split("apart", "none", "max-leaks=0"))
        .hasMessageMatching(
            "Cannot publish the split: [\\d,]+ near duplicates on different sides and 0 texts not"
                + " searched to the end, max-leaks allows 0 and 0");
    assertThat(folder.resolve("none/manifest.json")).doesNotExist();
  }

  @Test
  void refusesAPreviousThatIsNoSplit() throws IOException {
    deduplicated("some", Files.readAllLines(Path.of(SAMPLE)).subList(0, 20));

    assertThatThrownBy(() -> split("some", "none", "previous=" + folder.resolve("some")))
        .hasMessageContaining("it is the output of deduplicate, must be of split");
  }

  @Test
  void promptsThatDifferInPunctuationOrCaseOnlyAreOnOneSide() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      for (String prompt : List.of("Question %d?", "question %d", "QUESTION (%d)...")) {
        lines.add(
            "{\"prompt\":\"%s\",\"chosen\":\"%d\",\"rejected\":\"no %d\"}"
                .formatted(prompt.formatted(i * 7919), i, i));
      }
    }

    deduplicated("variants", lines);
    Manifest manifest = split("variants", "split");

    Map<String, Set<String>> sides = new TreeMap<>();
    for (Row row : table("split", JobOutput.DATA).collectAsList()) {
      String prompt = row.<Row>getList(row.fieldIndex(Columns.PROMPT)).get(0).getAs("content");
      sides
          .computeIfAbsent(prompt.replaceAll("\\D", ""), number -> new TreeSet<>())
          .add(row.getAs(Columns.SPLIT));
    }

    assertThat(sides).hasSize(60).allSatisfy((number, own) -> assertThat(own).hasSize(1));
    assertThat(sides.values().stream().distinct()).hasSize(3);
    assertThat(manifest.results().at("/certificate/shared_prompts").asLong(-1)).isZero();
  }

  @Test
  void refusesClustersAndSidesOfAnotherVersion() throws IOException {
    deduplicated("some", Files.readAllLines(Path.of(SAMPLE)).subList(0, 60));
    assertThat(split("some", "first").results().at("/text_versions/normal_form").asText())
        .isEqualTo("normal-form-v2");
    republished("first", "first-9", "clusters-v2", "clusters-v9");
    assertThatThrownBy(() -> split("some", "second", "previous=" + folder.resolve("first-9")))
        .hasMessageMatching(
            "Cannot split .*first-9: split wrote it under other versions of the text rules"
                + " \\(clusters is clusters-v9, must be clusters-v2\\); run deduplicate and split"
                + " again with --force");
    republished("some", "some-1", "\"normal-form-v2\"", "\"normal-form-v1\"");
    assertThatThrownBy(() -> split("some-1", "third"))
        .hasMessageMatching(
            "Cannot split .*some-1: deduplicate wrote it under other versions of the text rules"
                + " \\(normal_form is normal-form-v1, must be normal-form-v2\\); run deduplicate"
                + " again with --force");
  }

  /** Publishes the table of an output again, with other results. */
  private void republished(String output, String copy, String from, String to) throws IOException {
    Manifest manifest =
        JobOutput.at(new Configuration(), folder.resolve(output).toString())
            .manifest()
            .orElseThrow();
    String results = manifest.results().toString();
    assertThat(results).contains(from);
    JobOutput other = JobOutput.at(new Configuration(), folder.resolve(copy).toString());
    org.apache.hadoop.fs.Path staging = other.newStaging();
    table(output, JobOutput.DATA)
        .write()
        .parquet(new org.apache.hadoop.fs.Path(staging, JobOutput.DATA).toString());
    other.publish(
        staging,
        new Manifest(
            manifest.format(),
            manifest.job(),
            manifest.fingerprint(),
            manifest.settings(),
            manifest.inputs(),
            manifest.rowsIn(),
            manifest.rowsOut(),
            manifest.dropped(),
            new ObjectMapper().readTree(results.replace(from, to)),
            List.of(),
            manifest.codeVersion(),
            manifest.seed(),
            manifest.startedAt(),
            manifest.durationSeconds(),
            manifest.environment()));
  }

  private void deduplicated(String name, List<String> lines, String... settings)
      throws IOException {
    Path file = Files.createDirectories(folder.resolve("raw-" + name)).resolve("feedback.jsonl");
    Files.write(file, lines);
    run(
        new IngestJob(),
        "ingest",
        List.of("input=" + file, "output=" + folder.resolve("ingested-" + name)));
    List<String> all =
        new ArrayList<>(
            List.of(
                "input=" + folder.resolve("ingested-" + name), "output=" + folder.resolve(name)));
    all.addAll(List.of(settings));
    run(new DeduplicateJob(), "deduplicate", all);
  }

  private Manifest split(String input, String output, String... settings) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of("input=" + folder.resolve(input), "output=" + folder.resolve(output)));
    all.addAll(List.of(settings));
    return run(new SplitJob(), "split", all).manifest().orElseThrow();
  }

  private static <S> JobOutput run(Job<S> job, String name, List<String> settings)
      throws IOException {
    PrintStream told = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    JobRunner runner = new JobRunner(LocalSpark::session, new Configuration(), Console.to(told));
    return Objects.requireNonNull(
        runner.run(job, Settings.ofDefaults(name).with(settings), JobRunner.Mode.NORMAL));
  }

  private Dataset<Row> table(String output, String name) {
    return LocalSpark.session().read().parquet(folder.resolve(output).resolve(name).toString());
  }

  private Map<String, String> sides(String output) {
    Map<String, String> sides = new TreeMap<>();
    for (Row row : table(output, JobOutput.DATA).collectAsList()) {
      sides.put(
          row.<String>getAs(Columns.COMPARISON_ID) + row.<Integer>getAs(Columns.OCCURRENCE),
          row.getAs(Columns.SPLIT));
    }

    return sides;
  }
}
