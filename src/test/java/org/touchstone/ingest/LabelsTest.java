package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.conversation.Refusal;

class LabelsTest {

  @ParameterizedTest
  @CsvSource({
    "A, 1, 1",
    "b, 1, 2",
    "[[A]], 1, 1",
    "A>B, a, 1",
    "B>>A, a, 2",
    "A < B, a, 2",
    "A=B, a, 0",
    "A is better, 1, 1",
    "Response B is slightly better, 1, 2",
    "model_a, a, 1",
    "response_1, 1, 1",
    "response_2, 1, 2",
    "response_1, 0, 2",
    "response_0, 0, 1",
    "the first, 1, 1",
    "Right, 1, 2",
    "tie, 1, 0",
    "Tie (bothbad), a, 0",
    "neither, 1, 0",
  })
  void wordsSpeakForThemselves(String label, String firstSide, int place) {
    assertThat(Labels.word(TextNode.valueOf(label), firstSide)).hasValue(place);
  }

  @ParameterizedTest
  @CsvSource({"1", "0", "2.0", "true", "maybe", "response_3", "A>A", "good", "ab"})
  void otherLabelsDoNot(String label) {
    assertThat(Labels.word(TextNode.valueOf(label), "1")).isEmpty();
  }

  @Test
  void aLabelOfTwoShowsThatReplesAreNumberedFromOneHoweverLateItComes() throws Exception {
    List<JsonNode> records = pairs("response_1", "response_2", "0", "1");
    for (int i = 0; i < 200; i++) {
      records.addAll(pairs("response_1", "response_2", "1"));
    }

    records.addAll(pairs("response_1", "response_2", "2"));

    assertThat(ranks(records, List.of())).startsWith("[1, 1]", "[1, 2]").endsWith("[2, 1]");
  }

  @Test
  void repliesThatAreNumberedFromZeroAreNamedByTheirNumbers() throws Exception {
    assertThat(ranks(pairs("response_0", "response_1", "0", "1"), List.of()))
        .containsExactly("[1, 2]", "[2, 1]");
  }

  @Test
  void labelsThatShowNothingFailTheFileWithTheirCounts() throws IOException {
    List<JsonNode> records = pairs("response_1", "response_2", "0", "1", "0");
    assertThatThrownBy(() -> ranks(records, List.of()))
        .isInstanceOf(UnknownFormatException.class)
        .hasMessage(
            "Cannot ingest f: its labels {0=2, 1=1} do not show which reply they prefer; name"
                + " those of the first reply, of the second and of a tie with labels, as"
                + " labels=[0,1] or labels=[1,2,0]");
    List<JsonNode> lettered = pairs("response_a", "response_b", "0", "1", "2");
    assertThatThrownBy(() -> ranks(lettered, List.of())).hasMessageContaining("{0=1, 1=1, 2=1}");
    List<JsonNode> words = pairs("response_a", "response_b", "'good'", "'bad'");
    assertThatThrownBy(() -> ranks(words, List.of())).hasMessageContaining("{bad=1, good=1}");
    List<JsonNode> signs = pairs("response_1", "response_2", "-1", "1", "0");
    assertThatThrownBy(() -> ranks(signs, List.of())).hasMessageContaining("{-1=1, 0=1, 1=1}");
  }

  @Test
  void theSettingsSayWhatLabelsMean() throws Exception {
    List<JsonNode> records = pairs("response_1", "response_2", "0", "1.0", "'0'");
    assertThat(ranks(records, List.of("0", "1"))).containsExactly("[1, 2]", "[2, 1]", "[1, 2]");
    assertThat(ranks(records, List.of("1", "2", "0")))
        .containsExactly("[1, 1]", "[1, 2]", "[1, 1]");
    assertThat(ranks(pairs("response_1", "response_2", "true"), List.of("false", "true")))
        .containsExactly("[2, 1]");
    assertThatThrownBy(() -> ranks(records, List.of("0", "2")))
        .isInstanceOf(Refusal.class)
        .hasMessage("field \"label\" is 1.0, labels has [0, 2]");
    assertThatThrownBy(
            () ->
                new IngestSettings(
                    Format.AUTO,
                    Mapping.NONE,
                    null,
                    Header.AUTO,
                    null,
                    100,
                    500,
                    List.of("1", "1")))
        .hasMessageStartingWith("Cannot use labels [1, 1]: must be two or three different ones");
  }

  @Test
  void aLabelThatDoesNotFitTheOthersIsRefused() throws IOException {
    List<JsonNode> records = pairs("response_1", "response_2", "2", "1", "3");
    assertThatThrownBy(() -> ranks(records, List.of()))
        .isInstanceOf(Refusal.class)
        .hasMessage(
            "field \"label\" is 3, allowed are [0, 1, 2] and words such as A, model_b, A>B, tie");
  }

  private static List<JsonNode> pairs(String first, String second, String... labels)
      throws IOException {
    List<JsonNode> records = new ArrayList<>();
    for (String label : labels) {
      records.add(
          ReadersTest.json(
              "{'prompt':'q','%s':'x','%s':'y','label':%s}".formatted(first, second, label)));
    }

    return records;
  }

  private static List<String> ranks(List<JsonNode> records, List<String> labels) throws Refusal {
    RecordReader reader = new LabelledPairReader().ofFile(records, "f", labels);
    List<String> ranks = new ArrayList<>();
    for (JsonNode record : records) {
      reader
          .read(record, "s")
          .comparisons()
          .forEach(comparison -> ranks.add(comparison.ranks().toString()));
    }

    return ranks;
  }
}
