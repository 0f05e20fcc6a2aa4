package org.touchstone.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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

@Tag("spark")
class DeduplicateJobTest {

  @TempDir private Path folder;

  /** Two rows under one prompt, one whose reply holds what is tested, one that does not. */
  private static final String FEEDBACK =
      """
      {"prompt": "Name the seven colours of the rainbow.", "chosen": "Red and so on.", "rejected": "No."}
      {"prompt": "name the seven colours of the rainbow", "chosen": "The seven colours are red, orange, yellow, green, blue, indigo and violet, in this order.", "rejected": "Eight."}
      {"prompt": "How long does an egg boil?", "chosen": "Six minutes.", "rejected": "An hour."}
      """;

  private static final String TESTED =
      """
      id,question
      1,"What are the colours? The seven colours are red, orange, yellow, green, blue, indigo and violet"
      2,Why?
      """;

  @Test
  void saysHowManyPromptClustersThereAreAndNamesTheLargest() throws IOException {
    ingest();
    Manifest manifest =
        run(new DeduplicateJob(), "marked", "input=" + folder.resolve("comparisons"));

    assertThat(manifest.rowsOut()).isEqualTo(3);
    assertThat(manifest.results().at("/prompt_clusters").asInt()).isEqualTo(2);
    assertThat(manifest.results().at("/rows_in_contradictions").asInt()).isZero();
    JsonNode largest = manifest.results().at("/largest_prompt_clusters");
    assertThat(largest).hasSize(2);
    assertThat(largest.at("/0/rows").asInt()).isEqualTo(2);
    assertThat(
            read("marked/data")
                .filter(
                    "comparison_id = '%s'".formatted(largest.at("/0/comparison_id").textValue()))
                .head()
                .<String>getAs(Columns.PROMPT_CLUSTER))
        .isEqualTo(largest.at("/0/prompt_cluster").textValue());
  }

  @Test
  void contaminatedPromptClustersAreTakenOutWholeAndShown() throws IOException {
    ingest();
    Path tested = Files.writeString(folder.resolve("tested.csv"), TESTED);

    Manifest manifest =
        run(
            new DeduplicateJob(),
            "clean",
            "input=" + folder.resolve("comparisons"),
            "contamination={sets: [{name: rainbow, path: %s, columns: [question]}], rule: datatrove,"
                    .formatted(tested)
                + " words: null, more-than: null, shortest-words: 5, action: remove}");

    assertThat(manifest.rowsIn()).isEqualTo(3);
    assertThat(manifest.rowsOut()).isEqualTo(1);
    assertThat(manifest.dropped()).containsEntry("contaminated prompt cluster", 2L);
    assertThat(manifest.results().at("/contamination/instances").asInt()).isEqualTo(1);
    assertThat(manifest.results().at("/contamination/instances_too_short").asInt()).isEqualTo(1);
    Dataset<Row> removed = read("clean/removed");
    assertThat(removed.count()).isEqualTo(2);
    Row match =
        removed
            .filter("size(contamination) > 0")
            .select(Columns.CONTAMINATION)
            .head()
            .<Row>getList(0)
            .get(0);
    assertThat(match.getString(0)).isEqualTo("rainbow");
    assertThat(match.getString(2)).isEqualTo("reply 0");
    assertThat(match.getString(5)).startsWith("the seven colours are red").endsWith("violet");
    assertThat(read("clean/data").columns()).doesNotContain(Columns.CONTAMINATION);
    assertThat(folder.resolve("clean/marked")).doesNotExist();
  }

  @Test
  void keptRowsCarryWhatWasFound() throws IOException {
    ingest();
    Path tested = Files.writeString(folder.resolve("tested.csv"), TESTED);

    Manifest manifest =
        run(
            new DeduplicateJob(),
            "marked",
            "input=" + folder.resolve("comparisons"),
            "contamination={sets: [{name: rainbow, path: %s, columns: [question]}], rule: gpt-3,"
                    .formatted(tested)
                + " words: 8, more-than: 0.5, shortest-words: 5, action: keep}");

    assertThat(manifest.rowsOut()).isEqualTo(3);
    assertThat(manifest.dropped()).isEmpty();
    assertThat(read("marked/data").filter("size(contamination) > 0").count()).isEqualTo(1);
  }

  private void ingest() throws IOException {
    Path feedback = Files.writeString(folder.resolve("feedback.jsonl"), FEEDBACK);
    run(new IngestJob(), "comparisons", "input=" + feedback);
  }

  private Dataset<Row> read(String name) {
    return LocalSpark.session().read().parquet(folder.resolve(name).toString());
  }

  private Manifest run(Job<?> job, String output, String... assignments) throws IOException {
    PrintStream told = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    JobRunner runner = new JobRunner(LocalSpark::session, new Configuration(), Console.to(told));
    Settings all =
        Settings.ofDefaults(job.name())
            .with(List.of(assignments))
            .with(List.of("output=" + folder.resolve(output)));
    JobOutput published = runner.run(job, all, JobRunner.Mode.NORMAL);
    return Objects.requireNonNull(published).requireComplete();
  }
}
