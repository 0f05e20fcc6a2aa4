package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
