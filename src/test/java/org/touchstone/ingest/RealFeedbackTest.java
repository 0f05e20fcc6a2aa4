package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.LocalSpark;
import org.touchstone.config.Settings;
import org.touchstone.preference.Comparison;
import org.touchstone.schema.ComparisonTable;

/** Excerpts of published data sets, told by their keys; counts were made by hand. */
@Tag("spark")
class RealFeedbackTest {

  private static final Path FEEDBACK = Path.of("src/test/resources/feedback");

  /** The settings that describe where things are. */
  private record Described(Mapping mapping, String source) {}

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "anthropic-evals/corrigible-neutral.jsonl, 2, 2, {}",
    "ethics/util.csv, 3, 3, {}",
    "llmbar/natural.jsonl, 2, 2, {}",
    "oasst1-zh/ranked.jsonl, 2, 1, {identical-sides=1}",
    "pandalm/testset.jsonl, 5, 9, '{empty-text=1, wrong-type=1}'",
    "qa-feedback/dev.jsonl, 1, 6, {}",
    "truthfulqa/TruthfulQA.csv, 2, 2, {}",
    "truthfulqa/es.jsonl, 1, 1, {}",
    "truthfulqa/finetune_truth.jsonl, 4, 1, {repeated-reply=1}",
  })
  void publishedFormatsAreDetectedAndCounted(
      String file, long records, long comparisons, String rejected) {
    Ingested ingested = ingest(IngestSettings.of(Format.AUTO), FEEDBACK.resolve(file).toString());

    assertThat(ingested.records()).isEqualTo(records);
    assertThat(ingested.comparisons().count()).isEqualTo(comparisons);
    assertThat(reasons(ingested)).hasToString(rejected);
  }

  @Test
  void allOfThemInOneFolderAreToldApart() throws IOException {
    for (String file :
        List.of("llmbar/natural.jsonl", "pandalm/testset.jsonl", "ethics/util.csv")) {
      Path from = FEEDBACK.resolve(file);
      Files.copy(from, folder.resolve(from.getFileName()));
    }

    Map<String, Long> sources = new TreeMap<>();
    ingest(IngestSettings.of(Format.AUTO), folder.toString())
        .comparisons()
        .collectAsList()
        .forEach(row -> sources.merge(row.getAs("source"), 1L, Long::sum));

    assertThat(sources).isEqualTo(Map.of("natural", 2L, "testset", 9L, "util", 3L));
  }

  @Test
  void theFirstColumnOfEthicsIsTheMorePleasant() {
    Row first =
        ingest(IngestSettings.of(Format.AUTO), FEEDBACK.resolve("ethics/util.csv").toString())
            .comparisons()
            .filter("replies[1].messages[0].content = 'I built a sandcastle with my nephew'")
            .first();
    Comparison comparison = ComparisonTable.fromRow(first);

    assertThat(comparison.prompt()).isEmpty();
    assertThat(comparison.replies().get(0).messages().get(0).content())
        .isEqualTo("I built a sandcastle with my nephew. We made one small castle.");
    assertThat(comparison.ranks()).containsExactly(1, 2);
  }

  @Test
  void theMappingOfUkpConvArgFollowsIdsToTheirTexts() {
    Path lookup = FEEDBACK.resolve("ukpconvarg1/arguments.jsonl");
    Described described = described("ukpconvarg1", "mapping.lookup=" + lookup);

    List<Comparison> judgements =
        comparisons(
            ingest(settings(described), FEEDBACK.resolve("ukpconvarg1/pairs.jsonl").toString()));

    assertThat(judgements).hasSize(5);
    assertThat(judgements)
        .extracting(Comparison::annotator)
        .containsExactlyInAnyOrder("w0351", "w0756", "w0054", "w0902", "w0662");
    assertThat(judgements)
        .allSatisfy(
            judgement -> {
              assertThat(judgement.ranks()).containsExactly(1, 1);
              assertThat(judgement.source()).isEqualTo("ukpconvarg1");
              assertThat(judgement.prompt()).hasSize(1);
              assertThat(judgement.metadata()).containsEntry("gold", "equal");
            });
  }

  @Test
  void theMappingOfXsTestComparesFilesByPrompt() {
    Described described =
        described("xstest", "mapping.lookup=" + FEEDBACK + "/xstest/prompts/xstest_prompts.csv");
    Ingested ingested = ingest(settings(described), FEEDBACK + "/xstest/*.csv");

    List<Comparison> judgements = comparisons(ingested);

    assertThat(ingested.records()).isEqualTo(2);
    assertThat(judgements).hasSize(1);
    assertThat(judgements.get(0).ratings()).containsExactly(2.0, 0.0);
    assertThat(judgements.get(0).source()).isEqualTo("unsafe");
    assertThat(judgements.get(0).metadata()).containsEntry("best", "2_full_refusal");
  }

  @Test
  void ratingsOfOnePromptAreComparedWhateverTheOrderOfRecords() throws IOException {
    List<String> rows =
        List.of(
            steer("q", "x", 3),
            steer("r", "x", 1),
            steer("q", "y", 4),
            steer("q", "z", 3),
            steer("q", "y", 4),
            steer("s", "x", 1),
            steer("s", "x", 2),
            steer("s", "y", 2));
    Files.write(folder.resolve("a.jsonl"), rows);
    Files.createDirectories(folder.resolve("b"));
    List<String> turned = new java.util.ArrayList<>(rows);
    java.util.Collections.reverse(turned);
    Files.write(folder.resolve("b/a.jsonl"), turned);

    Ingested ingested =
        ingest(IngestSettings.of(Format.AUTO), folder.resolve("a.jsonl").toString());
    Ingested backwards =
        ingest(IngestSettings.of(Format.AUTO), folder.resolve("b/a.jsonl").toString());

    Comparison only = comparisons(ingested).get(0);
    assertThat(only.ranks()).containsExactly(1, 2, 2);
    assertThat(only.ratings()).containsExactly(4.0, 3.0, 3.0);
    assertThat(ingested.records()).isEqualTo(8);
    assertThat(reasons(ingested))
        .isEqualTo(Map.of("lone-reply", 2L, "repeated-reply", 1L, "contradictory-rating", 2L));
    assertThat(comparisons(backwards)).isEqualTo(comparisons(ingested)).hasSize(1);
    assertThat(backwards.comparisons().first().getString(0))
        .isEqualTo(ingested.comparisons().first().getString(0));
  }

  @Test
  void desirableRepliesBeatUndesirableOnesOfTheirPromptAlone() throws IOException {
    Files.write(
        folder.resolve("kto.jsonl"),
        List.of(
            kto("q", "w", "true"),
            kto("q", "x", "true"),
            kto("q", "y", "false"),
            kto("q", "y", "false"),
            kto("r", "x", "true"),
            kto("r", "y", "1"),
            kto("s", "x", "false"),
            kto("t", "x", "\"yes\"")));

    Ingested ingested = ingest(IngestSettings.of(Format.AUTO), folder.toString());

    assertThat(comparisons(ingested))
        .extracting(
            pair ->
                pair.replies().get(0).messages().get(0).content()
                    + ">"
                    + pair.replies().get(1).messages().get(0).content()
                    + pair.ranks())
        .containsExactlyInAnyOrder("w>y[1, 2]", "x>y[1, 2]");
    assertThat(reasons(ingested))
        .isEqualTo(Map.of("lone-reply", 3L, "repeated-reply", 1L, "unknown-value", 1L));
  }

  private static String kto(String prompt, String completion, String label) {
    return "{\"prompt\":\"%s\",\"completion\":\"%s\",\"label\":%s}"
        .formatted(prompt, completion, label);
  }

  private static String steer(String prompt, String response, int helpfulness) {
    return "{\"prompt\":\"%s\",\"response\":\"%s\",\"helpfulness\":%d,\"correctness\":1}"
        .formatted(prompt, response, helpfulness);
  }

  private static Described described(String name, String... assignments) {
    Settings settings =
        Settings.ofDefaults("ingest")
            .only("mapping", "source")
            .overlaidBy(
                Settings.ofFile(Path.of("conf/feedback/" + name + ".yaml")), Described.class);
    return settings.with(List.of(assignments)).as(Described.class);
  }

  private static IngestSettings settings(Described described) {
    return new IngestSettings(
        Format.AUTO, described.mapping(), null, Header.AUTO, described.source(), 1 << 20);
  }

  private static Ingested ingest(IngestSettings settings, String input) {
    return new Ingestion(LocalSpark.session(), settings).read(List.of(input));
  }

  private static List<Comparison> comparisons(Ingested ingested) {
    return ingested.comparisons().collectAsList().stream().map(ComparisonTable::fromRow).toList();
  }

  private static Map<String, Long> reasons(Ingested ingested) {
    Map<String, Long> reasons = new TreeMap<>();
    ingested
        .rejected()
        .collectAsList()
        .forEach(row -> reasons.merge(row.getString(2), 1L, Long::sum));
    return reasons;
  }
}
