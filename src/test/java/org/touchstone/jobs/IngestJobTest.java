package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.LocalSpark;
import org.touchstone.artifact.JobOutput;
import org.touchstone.artifact.Manifest;
import org.touchstone.config.Settings;

@Tag("spark")
class IngestJobTest {

  private static final Path FEEDBACK = Path.of("src/test/resources/feedback");

  @TempDir private Path folder;

  @Test
  void theManifestCountsRecordsInAndJudgementsOut() throws IOException {
    Manifest manifest =
        run("input=" + FEEDBACK.resolve("pandalm/testset.jsonl"), "max-rejected-share=0.4");

    assertThat(manifest.rowsIn()).isEqualTo(5);
    assertThat(manifest.rowsOut()).isEqualTo(9);
    assertThat(manifest.dropped()).isEqualTo(Map.of("empty-text", 1L, "wrong-type", 1L));
  }

  @Test
  void theShareOfRefusalsIsOfRecords() {
    assertThatThrownBy(
            () ->
                run(
                    "input=" + FEEDBACK.resolve("pandalm/testset.jsonl"),
                    "max-rejected-share=0.39"))
        .hasMessageContaining("2 of 5 rows are refused");
  }

  @Test
  void keepsWhatIsRejectedBesideTheOutputWhenTheJobFails() throws IOException {
    String good = "{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"b\"}\n";
    Path file = folder.resolve("in.jsonl");
    Files.writeString(file, good + "{\"prompt\": " + "x".repeat(600) + "\n" + good);

    assertThatThrownBy(() -> run("input=" + file))
        .hasMessageStartingWith("Cannot ingest %s: 1 of 3 rows are refused".formatted(file))
        .hasMessageContaining("first: %s:2 malformed-json: ".formatted(file))
        .hasMessageContaining("all of them: %s/out-rejected-".formatted(folder));

    try (Stream<Path> kept = Files.list(folder)) {
      Path rejected =
          kept.filter(path -> path.getFileName().toString().startsWith("out-rejected-"))
              .findFirst()
              .orElseThrow();
      Row row = LocalSpark.session().read().parquet(rejected.toString()).first();
      assertThat(row.<String>getAs("raw")).hasSize(600 + 11);
      assertThat(row.<Boolean>getAs("raw_cut")).isFalse();
      assertThat(row.<Long>getAs("line")).isEqualTo(2);
    }

    assertThat(folder.resolve("out/data")).doesNotExist();
    assertThat(folder.resolve("out/rejected")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "a.jsonl, '', there is no record in 1 files",
    "a.jsonl, '\n \n\n', there is no record in 1 files",
    "a.csv, 'prompt,chosen,rejected\n', there is no record in 1 files",
    "a.json, '[ ]', there is no record in 1 files",
    "a.jsonl, '{}', 'are of none of formats'",
    "a.jsonl, '{\"prompt\":\"p\",\"chosen\":\"a\",\"rejected\":\"a\"}', which leaves no comparison",
  })
  void publishesNothingOfNothing(String name, String text, String why) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text.replace("\\n", "\n"));

    assertThatThrownBy(() -> run("input=" + file, "max-rejected-share=1"))
        .hasMessageStartingWith("Cannot ingest ")
        .hasMessageContaining(why);
    assertThat(folder.resolve("out/manifest.json")).doesNotExist();
  }

  @Test
  void refusesLongTextThatNobodyReadBesideEmptyPrompts() throws IOException {
    String record =
        "{\"background\":\"%s: why do leaves turn red in the cold nights of autumn?\","
            + "\"link\":\"https://example.org/a/very/long/address/of/%s/in/some/place\","
            + "\"chosen\":\"Sugar %s.\",\"rejected\":\"Nobody knows %s.\"}\n";
    Path file = folder.resolve("in.jsonl");
    Files.writeString(file, record.formatted(1, 1, 1, 1) + record.formatted(2, 2, 2, 2));

    assertThatThrownBy(() -> run("input=" + file))
        .hasMessageContaining("2 of 2 comparisons have an empty prompt")
        .hasMessageContaining("\"background\" (2 rows, ")
        .hasMessageContaining("unused-columns=ignore")
        .hasMessageNotContaining("\"link\"");

    JsonNode results = run("input=" + file, "unused-columns=ignore").results();
    assertThat(results.at("/files/0/unused_text").findValuesAsText("key"))
        .containsExactly("background", "link");
    assertThat(results.at("/files/0/empty_prompts").asLong()).isEqualTo(2);
    JsonNode characters = results.at("/conservation/characters");
    assertThat(characters.path("in").asLong())
        .isEqualTo(
            characters.path("kept").asLong()
                + characters.path("cut").asLong()
                + characters.path("unused").asLong());
    assertThat(characters.path("kept").asLong()).isEqualTo(2L * "Sugar 1.Nobody knows 1.".length());
  }

  @Test
  void textThatPromptsHoldIsUsedWhateverItsKeyAndForm() throws IOException {
    String turns =
        "[{\\\"role\\\": \\\"user\\\", \\\"content\\\": \\\"A question of some length,\\\\nis it?\\\"}]";
    Path file = folder.resolve("in.jsonl");
    Files.writeString(
        file,
        "{\"prompt\":\"%s\",\"chosen\":\"It is one of some length.\",\"rejected\":\"No.\"}"
            .formatted(turns));

    JsonNode results = run("input=" + file).results();

    assertThat(results.at("/files/0/unused_text")).isEmpty();
  }

  @Test
  void theManifestListsSkippedFilesAndTheFateOfEveryRecord() throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.copy(FEEDBACK.resolve("pandalm/testset.jsonl"), in.resolve("testset.JSONL"));
    Files.copy(FEEDBACK.resolve("truthfulqa/finetune_truth.jsonl"), in.resolve("truth.jsonl"));
    Files.writeString(in.resolve("notes.txt"), "not feedback");

    JsonNode results = run("input=" + in, "max-rejected-share=0.5").results();

    assertThat(results.at("/skipped_files/0/path").asText()).endsWith("/in/notes.txt");
    assertThat(results.at("/skipped_files/0/reason").asText()).isEqualTo("unknown ending");
    assertThat(results.at("/conservation/records").toString())
        .isEqualTo("{\"in\":9,\"compared\":3,\"joined\":3,\"refused\":3}");
    assertThat(results.at("/conservation/comparisons").toString())
        .isEqualTo("{\"in\":10,\"written\":10}");
  }

  @Test
  void nothingIsPublishedOfADamagedFile() throws IOException {
    byte[] whole = Files.readAllBytes(FEEDBACK.resolve("llmbar/natural.jsonl"));
    Path cut = folder.resolve("cut.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(cut))) {
      out.write(whole);
    }

    byte[] compressed = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(compressed, compressed.length / 2));
    String good = FEEDBACK.resolve("llmbar/natural.jsonl").toString();

    assertThatThrownBy(() -> run("input=[%s, %s]".formatted(good, cut)))
        .hasMessageContaining("cut.jsonl.gz: its gzip stream is damaged or cut off");
    assertThat(folder.resolve("out/data")).doesNotExist();
    assertThat(folder.resolve("out/manifest.json")).doesNotExist();
  }

  @Test
  void anotherLookupTableIsOtherWork() throws IOException {
    Path lookup = folder.resolve("arguments.jsonl");
    Files.copy(FEEDBACK.resolve("ukpconvarg1/arguments.jsonl"), lookup);
    Settings described =
        Settings.ofDefaults("ingest")
            .overlaidBy(
                Settings.ofFile(Path.of("conf/feedback/ukpconvarg1.yaml")), IngestJob.Plan.class);
    String[] settings = {
      "input=" + FEEDBACK.resolve("ukpconvarg1/pairs.jsonl"), "mapping.lookup=" + lookup
    };

    assertThat(run(described, settings).rowsOut()).isEqualTo(5);
    Files.writeString(lookup, Files.readString(lookup) + "\n");

    assertThatThrownBy(() -> run(described, settings))
        .hasMessageContaining("with other settings or inputs");
  }

  private Manifest run(String... assignments) throws IOException {
    return run(Settings.ofDefaults("ingest"), assignments);
  }

  private Manifest run(Settings settings, String... assignments) throws IOException {
    PrintStream told = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    JobRunner runner = new JobRunner(LocalSpark::session, new Configuration(), Console.to(told));
    Settings all =
        settings.with(List.of(assignments)).with(List.of("output=" + folder.resolve("out")));
    JobOutput output = runner.run(new IngestJob(), all, JobRunner.Mode.NORMAL);
    return Objects.requireNonNull(output).requireComplete();
  }
}
