package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.Cases;
import org.touchstone.LocalSpark;
import org.touchstone.config.Settings;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.schema.ComparisonTable;

/**
 * What becomes of the texts of small files of the kinds that people have; how many rows become of
 * them is in {@code cases/table.csv}.
 */
@Tag("spark")
class KindsOfInputTest {

  private static final String SKY = "user:Which colour has the sky on day 0?";
  private static final String BLUE = "assistant:The answer is the colour blue 0.";
  private static final String RATHER_NOT = "assistant:I would rather not say 0.";

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
    assertThat(texts(ingest(Cases.FOLDER.resolve(file), List.of())))
        .contains(SKY + " | " + BLUE + " > " + RATHER_NOT);
  }

  @Test
  void aSystemTextStandsBeforeMessages() {
    assertThat(texts(ingest(Cases.FOLDER.resolve("promptkeys/system_only.jsonl"), List.of())))
        .contains("system:Be brief. / " + SKY + " | " + BLUE + " > " + RATHER_NOT);
  }

  @Test
  void severalRejectedRepliesAreNotTiesOfEachOther() {
    List<Comparison> pairs =
        comparisons(ingest(Cases.FOLDER.resolve("labels/rewardbench2.jsonl"), List.of()));

    assertThat(pairs).allSatisfy(pair -> assertThat(pair.ranks()).containsExactly(1, 2));
  }

  @Test
  void whiteSpaceOfRepliesIsKept() {
    assertThat(texts(ingest(Cases.FOLDER.resolve("whitespace/ingest.jsonl"), List.of())))
        .contains(
            "user:Write the body of f(x). | assistant:    return x > assistant:return x",
            "user:    indent me | assistant:    return x > assistant:no\n");
  }

  @Test
  void labelsThatDoNotShowWhatTheyMeanFailUnlessTheSettingsSayIt() {
    Path file = Cases.FOLDER.resolve("labels/zero_one.jsonl");
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
    Path file = Cases.FOLDER.resolve("labels/zero_one.jsonl");
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
}
