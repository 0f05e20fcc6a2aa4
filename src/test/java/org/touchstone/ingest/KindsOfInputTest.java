package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.LocalSpark;
import org.touchstone.config.Settings;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.schema.ComparisonTable;

/** Small files of the kinds that people have, and what must become of each. */
@Tag("spark")
class KindsOfInputTest {

  private static final Path KINDS = Path.of("src/test/resources/feedback/kinds");
  private static final String SKY = "user:Which colour has the sky on day 0?";
  private static final String BLUE = "assistant:The answer is the colour blue 0.";
  private static final String RATHER_NOT = "assistant:I would rather not say 0.";

  /** File, comparisons, refused by reason. */
  @ParameterizedTest
  @CsvSource({
    "promptkeys/input.jsonl, 3, {}",
    "promptkeys/context.jsonl, 3, {}",
    "promptkeys/messages_strings.jsonl, 3, {}",
    "promptkeys/conversations_strings.jsonl, 3, {}",
    "promptkeys/system_only.jsonl, 3, {}",
    "parts/parts.jsonl, 2, '{empty-text=1, images=5}'",
    "ratings/completions.jsonl, 1, '{null-field=1, wrong-type=3}'",
    "ratings/list.jsonl, 2, '{null-field=2, wrong-type=3}'",
    "ratings/rated.jsonl, 1, '{null-field=1, wrong-type=3}'",
    "ratings/rated_aspect.jsonl, 1, '{null-field=1, wrong-type=3}'",
    "ratings/scorechosen.jsonl, 4, {wrong-type=3}",
    "labels/ab.jsonl, 4, {}",
    "labels/letters.jsonl, 4, {}",
    "labels/rewardbench2.jsonl, 9, {}",
    "csvrepr/repr.csv, 3, {}",
    "csvrepr/json.csv, 3, {}",
    "csvrepr/ratings.csv, 3, {}",
    "csvrepr/index_nan.csv, 2, {null-field=1}",
    "tools/a.jsonl, 6, {}",
    "whitespace/ingest.jsonl, 4, {}",
    "parquet, 7, {wrong-type=1}",
  })
  void becomesComparisonsOrIsRefusedByReason(String file, long comparisons, String refused) {
    Ingested ingested = ingest(KINDS.resolve(file), List.of());

    assertThat(reasons(ingested)).hasToString(refused);
    assertThat(ingested.comparisons().count()).isEqualTo(comparisons);
  }

  /** However a file names and prints them, the prompt and the replies are the same. */
  @ParameterizedTest
  @CsvSource({
    "promptkeys/input.jsonl",
    "promptkeys/context.jsonl",
    "promptkeys/messages_strings.jsonl",
    "promptkeys/conversations_strings.jsonl",
    "labels/ab.jsonl",
    "labels/letters.jsonl",
    "labels/rewardbench2.jsonl",
    "csvrepr/repr.csv",
    "csvrepr/json.csv",
    "csvrepr/ratings.csv"
  })
  void keepsPromptAndReplies(String file) {
    assertThat(texts(ingest(KINDS.resolve(file), List.of())))
        .contains(SKY + " | " + BLUE + " > " + RATHER_NOT);
  }

  @Test
  void aSystemTextStandsBeforeMessages() {
    assertThat(texts(ingest(KINDS.resolve("promptkeys/system_only.jsonl"), List.of())))
        .contains("system:Be brief. / " + SKY + " | " + BLUE + " > " + RATHER_NOT);
  }

  @Test
  void severalRejectedRepliesAreNotTiesOfEachOther() {
    List<Comparison> pairs =
        comparisons(ingest(KINDS.resolve("labels/rewardbench2.jsonl"), List.of()));

    assertThat(pairs).allSatisfy(pair -> assertThat(pair.ranks()).containsExactly(1, 2));
  }

  @Test
  void whiteSpaceOfRepliesIsKept() {
    assertThat(texts(ingest(KINDS.resolve("whitespace/ingest.jsonl"), List.of())))
        .contains(
            "user:Write the body of f(x). | assistant:    return x > assistant:return x",
            "user:    indent me | assistant:    return x > assistant:no\n");
  }

  @Test
  void labelsThatDoNotShowWhatTheyMeanFailUnlessTheSettingsSayIt() {
    Path file = KINDS.resolve("labels/zero_one.jsonl");
    assertThatThrownBy(() -> ingest(file, List.of()))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessageContaining("its labels {0=3, 1=3} do not show which reply they prefer");

    assertThat(texts(ingest(file, List.of("0", "1"))))
        .contains(
            SKY + " | " + BLUE + " > " + RATHER_NOT,
            SKY.replace('0', '1')
                + " | "
                + RATHER_NOT.replace('0', '1')
                + " > "
                + BLUE.replace('0', '1'));
  }

  /** The setting of the job. */
  private record Named(List<String> labels) {}

  @Test
  void theSettingOfTheJobTakesNumbersAndWords() {
    Settings settings = Settings.ofDefaults("ingest").only("labels");
    assertThat(settings.as(Named.class).labels()).isEmpty();
    assertThat(settings.with(List.of("labels=[0,1]")).as(Named.class).labels())
        .containsExactly("0", "1");
    assertThat(settings.with(List.of("labels=[good, bad, same]")).as(Named.class).labels())
        .containsExactly("good", "bad", "same");
  }

  @Test
  void allPartsOfAFileReadItsLabelsAlike() {
    Path file = KINDS.resolve("labels/zero_one.jsonl");
    IngestSettings settings = settings(List.of());
    assertThatThrownBy(
            () -> new Ingestion(LocalSpark.session(), settings, 200).read(List.of(file.toString())))
        .hasMessageContaining("{0=3, 1=3}");
  }

  private static IngestSettings settings(List<String> labels) {
    return new IngestSettings(
        Format.AUTO, Mapping.NONE, null, Header.AUTO, "one", 1 << 20, 500, labels);
  }

  private static Ingested ingest(Path input, List<String> labels) {
    return new Ingestion(LocalSpark.session(), settings(labels)).read(List.of(input.toString()));
  }

  private static List<Comparison> comparisons(Ingested ingested) {
    return ingested.comparisons().collectAsList().stream().map(ComparisonTable::fromRow).toList();
  }

  /** Prompt | better reply > worse reply. */
  private static List<String> texts(Ingested ingested) {
    return comparisons(ingested).stream()
        .map(
            comparison -> {
              int best = comparison.ranks().get(0) == 1 ? 0 : 1;
              return turns(comparison.prompt())
                  + " | "
                  + turns(comparison.replies().get(best).messages())
                  + " > "
                  + turns(comparison.replies().get(1 - best).messages());
            })
        .toList();
  }

  private static String turns(List<Message> turns) {
    return turns.stream()
        .map(turn -> turn.role().label() + ":" + turn.content())
        .collect(Collectors.joining(" / "));
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
