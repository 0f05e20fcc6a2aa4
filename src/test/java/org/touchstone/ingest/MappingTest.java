package org.touchstone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.touchstone.config.Settings;
import org.touchstone.config.SettingsException;
import org.touchstone.conversation.Refusal;
import org.touchstone.preference.Comparison;

class MappingTest {

  /** What a job binds. */
  private record Described(Mapping mapping) {}

  @Test
  void pathsReachIntoAnyRecord() throws Exception {
    Mapping mapping =
        mapping(
            "mapping.prompt=[data.system, data.question]",
            "mapping.replies=\"answers[*].text\"",
            "mapping.authors=\"answers[*].by\"",
            "mapping.ratings=\"answers[*].stars\"",
            "mapping.annotator=people[0]",
            "mapping.margin=strength",
            "mapping.source=data.site",
            "mapping.language=data.lang",
            "mapping.metadata={topic: data.topic}");
    Comparison comparison =
        read(
            mapping,
            "{'data':{'system':'s','question':'q','site':'site','lang':'eu','topic':4},"
                + "'answers':[{'text':'x','by':'m','stars':2},{'text':'y','by':'n','stars':'5'}],"
                + "'people':['ann','bob'],'strength':0.5}");

    assertThat(comparison.prompt().get(0).content()).isEqualTo("s\nq");
    assertThat(comparison.ranks()).containsExactly(2, 1);
    assertThat(comparison.ratings()).containsExactly(2.0, 5.0);
    assertThat(comparison.replies()).extracting(reply -> reply.author()).containsExactly("m", "n");
    assertThat(comparison.annotator()).isEqualTo("ann");
    assertThat(comparison.margin()).isEqualTo(0.5);
    assertThat(comparison.source()).isEqualTo("site");
    assertThat(comparison.language()).isEqualTo("eu");
    assertThat(comparison.metadata()).isEqualTo(Map.of("topic", "4"));
  }

  @Test
  void wordsOfSeveralFieldsStandForARatingTogether() throws Exception {
    Mapping mapping =
        mapping(
            "mapping.prompt=p",
            "mapping.reply=r",
            "mapping.ratings=[kind, done]",
            "mapping.values={safe yes: 1, safe no: 0, unsafe yes: 0, unsafe no: 1}");
    String record = "{'p':'q','r':'x','kind':'%s','done':'%s'}";

    assertThat(rating(mapping, record.formatted("safe", "yes"))).isEqualTo(1);
    assertThat(rating(mapping, record.formatted("unsafe", "yes"))).isEqualTo(0);
    assertThatThrownBy(() -> rating(mapping, record.formatted("odd", "yes")))
        .hasMessageContaining("\"odd yes\" at \"kind, done\" is none of values");
    assertThatThrownBy(() -> mapping("mapping.replies=[a, b]", "mapping.ratings=[r, s]"))
        .hasMessageContaining("ratings has the paths [r, s], one allowed beside replies");
  }

  private static double rating(Mapping mapping, String record) throws Exception {
    Reading reading = new MappedReader(mapping, Map.of()).read(ReadersTest.json(record), "s");
    return reading.rated().orElseThrow().rating();
  }

  @Test
  void oneOrderIsEnough() throws Exception {
    String record = "{'a':'x','b':'y','r':[2,1],'w':'second'}";

    assertThat(ranks(record, "mapping.best-first=true")).containsExactly(1, 2);
    assertThat(ranks(record, "mapping.ranks=r")).containsExactly(2, 1);
    assertThat(ranks(record, "mapping.winner=w", "mapping.values={first: 1, second: 2}"))
        .containsExactly(2, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mapping.ranks=nowhere | wrong-length | there are 0 numbers at \"nowhere\", must be 2",
        "mapping.winner=nowhere | missing-field | there is nothing at \"nowhere\"",
        "mapping.winner=r[*] | wrong-length | there are 2 values at \"r[*]\", must be one",
        "mapping.winner=a | wrong-type | field \"a\" is string \"x\", must be a number",
        "mapping.winner=r[2] | unknown-value | the winner at \"r[2]\" is 3, allowed are 1, 2 and 0"
            + " for a tie",
      })
  void recordsThatDoNotFitAreRefusedByPath(String assignment, String reason, String detail) {
    String record = "{'a':'x','b':'y','r':[2,1,3]}";
    String fitted = assignment.equals("mapping.winner=r[*]") ? record.replace(",3", "") : record;

    assertThatThrownBy(() -> ranks(fitted, assignment))
        .hasMessage(detail)
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.reason().label()).isEqualTo(reason));
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> mapping("mapping.promt=q"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("unknown key \"mapping.promt\", the nearest is \"mapping.prompt\"");
    assertThatThrownBy(() -> mapping("mapping.prompt=q"))
        .hasMessageContaining("exactly one of replies and reply must be set");
    assertThatThrownBy(() -> mapping("mapping.replies=r"))
        .hasMessageContaining(
            "exactly one of best-first, ranks, ratings, winner must be set, and ratings beside"
                + " reply; found []");
    assertThatThrownBy(() -> mapping("mapping.reply=r", "mapping.best-first=true"))
        .hasMessageContaining("ratings beside reply; found [best-first]");
    assertThatThrownBy(() -> mapping("mapping.replies=\"r[*\"", "mapping.best-first=true"))
        .hasMessageContaining("Cannot read path \"r[*\": found \"r[*\"");
    assertThatThrownBy(() -> mapping("mapping.replies=a->b", "mapping.best-first=true"))
        .hasMessageContaining("paths with -> need both lookup and lookup-key");
    Mapping some = mapping("mapping.replies=r", "mapping.best-first=true");
    assertThatThrownBy(() -> new IngestSettings(Format.ARENA, some, null, Header.AUTO, null, 1_000))
        .hasMessageContaining("beside mapping, format must be auto");
  }

  @Test
  void theDefaultsMapNothing() {
    assertThat(mapping()).isEqualTo(Mapping.NONE);
    assertThat(mapping().isSet()).isFalse();
  }

  private static List<Integer> ranks(String record, String... assignments) throws Exception {
    String[] all = java.util.Arrays.copyOf(assignments, assignments.length + 1);
    all[assignments.length] = "mapping.replies=[a, b]";
    return read(mapping(all), record).ranks();
  }

  private static Comparison read(Mapping mapping, String record) throws Exception {
    return new MappedReader(mapping, Map.of())
        .read(ReadersTest.json(record), "s")
        .comparisons()
        .get(0);
  }

  private static Mapping mapping(String... assignments) {
    return Settings.ofDefaults("ingest")
        .only("mapping")
        .with(List.of(assignments))
        .as(Described.class)
        .mapping();
  }
}
