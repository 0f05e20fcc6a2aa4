package org.touchstone.contamination;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.touchstone.LocalSpark;
import org.touchstone.preference.Comparison;
import org.touchstone.preference.Message;
import org.touchstone.preference.Reply;
import org.touchstone.preference.Role;
import org.touchstone.schema.Columns;
import org.touchstone.schema.ComparisonTable;

@Tag("spark")
class ContaminationTest {

  private static final EvaluationSet SET = new EvaluationSet("eval", "-", List.of("value"));

  @Test
  void whatIsFoundIsWhatStringsHaveInCommon() {
    SplittableRandom random = new SplittableRandom(4);
    List<String> instances = texts(random, 10); // no row shows more than its 10 strongest matches
    List<String> prompts = texts(random, 60);
    for (ContaminationSettings settings :
        List.of(settings(6, 0.0), settings(4, 0.5), settings(3, 0.8))) {
      Set<String> found = new TreeSet<>();
      for (Row row : search(settings, instances, prompts).collectAsList()) {
        for (Row match : row.<Row>getList(row.fieldIndex(Columns.CONTAMINATION))) {
          String prompt = ComparisonTable.prompt(row).get(0).content();
          found.add(prompt + " | " + match.getString(1));
          assertThat(" " + prompt + " ").contains(" " + match.getString(5) + " ");
          assertThat(match.getString(5).split(" ")).hasSize(match.getInt(4));
        }
      }

      Set<String> expected = new TreeSet<>();
      for (String prompt : prompts) {
        for (int i = 0; i < instances.size(); i++) {
          double share = covered(instances.get(i), prompt, settings.wordsOrRule());
          if (share > settings.moreThanOrRule()) {
            expected.add(prompt + " | value of row " + i);
          }
        }
      }

      assertThat(found).isEqualTo(expected).hasSizeGreaterThan(10);
    }
  }

  @Test
  void caseAndPunctuationHideNothingAndRepliesAreSearchedToo() {
    List<String> instance =
        List.of("The quick brown fox, it seems, jumps over the lazy dog every single morning.");
    Row row =
        search(
                new ContaminationSettings(
                    List.of(), Rule.GPT_3, null, null, 5, ContaminationSettings.Action.KEEP),
                instance,
                List.of("unrelated"),
                "he said THE QUICK brown fox it seems jumps -- over the lazy dog! every single"
                    + " morning, so what")
            .head();

    List<Row> matches = row.getList(row.fieldIndex(Columns.CONTAMINATION));
    assertThat(matches).hasSize(1);
    assertThat(matches.get(0).getString(2)).isEqualTo("reply 0");
    assertThat(matches.get(0).getDouble(3)).isEqualTo(1);
    assertThat(matches.get(0).getString(5))
        .isEqualTo("the quick brown fox it seems jumps over the lazy dog every single morning");
  }

  /** Duplicates are decided with symbols; what will be tested is looked for without them. */
  @Test
  void aTextThatDiffersInOperatorsOnlyHoldsTheInstance() {
    String instance = "Let x and y be real with x + y = 7 and x * y < 12, find all x";
    List<Row> rows =
        search(
                settings(13, 0.0),
                List.of(instance),
                List.of(
                    "let x and y be real with x - y = 7 and x / y > 12; find all x",
                    "let a and b be real with a + b = 9 and a * b < 20, find all a"))
            .collectAsList();

    assertThat(rows.stream().map(row -> row.getList(row.fieldIndex(Columns.CONTAMINATION)).size()))
        .containsExactlyInAnyOrder(1, 0);
  }

  @Test
  void shortInstancesMustOccurWholeAndVeryShortOnesAreCounted() {
    Contamination contamination =
        new Contamination(settings(13, 0.0)).reading(SET, values(List.of("yes", "who are you")));
    assertThat(contamination.tooShort()).isEqualTo(1);
    assertThat(contamination.instances()).isEqualTo(1);

    List<Row> rows =
        contamination
            .search(table(List.of("so who are you now", "who are we"), "x"))
            .collectAsList();
    assertThat(rows)
        .extracting(row -> row.getList(row.fieldIndex(Columns.CONTAMINATION)).size())
        .containsExactlyInAnyOrder(1, 0);
  }

  @Test
  void scriptsWithoutBlanksAreSearchedByCharacter() {
    Row row = search(settings(5, 0.0), List.of("我们今天去公园玩"), List.of("他说我们今天去公园吃饭")).head();

    assertThat(row.<Row>getList(row.fieldIndex(Columns.CONTAMINATION)))
        .extracting(match -> match.getString(5))
        .containsExactly("我们今天去公园");
  }

  @Test
  void aMissingColumnIsRefusedByName() {
    EvaluationSet other = new EvaluationSet("eval", "-", List.of("question"));

    assertThatThrownBy(
            () -> new Contamination(settings(5, 0.0)).reading(other, values(List.of("a"))))
        .hasMessage(
            "Cannot read evaluation set eval: columns [question] are asked for, allowed are"
                + " [value]");
  }

  private static Dataset<Row> search(
      ContaminationSettings settings,
      List<String> instances,
      List<String> prompts,
      String... reply) {
    return new Contamination(settings)
        .reading(SET, values(instances))
        .search(table(prompts, reply.length == 0 ? "x" : reply[0]));
  }

  private static ContaminationSettings settings(int words, double moreThan) {
    return new ContaminationSettings(
        List.of(), Rule.GPT_3, words, moreThan, 2, ContaminationSettings.Action.KEEP);
  }

  private static Dataset<Row> values(List<String> texts) {
    return LocalSpark.session().createDataset(texts, Encoders.STRING()).toDF();
  }

  private static Dataset<Row> table(List<String> prompts, String reply) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      Message prompt = new Message(Role.USER, prompts.get(i));
      rows.add(
          ComparisonTable.toRow(
              Comparison.pair(List.of(prompt), said(reply), said("never " + i), "s"), 0));
    }

    return LocalSpark.session().createDataFrame(rows, ComparisonTable.SCHEMA);
  }

  private static Reply said(String text) {
    return new Reply(List.of(new Message(Role.ASSISTANT, text)), null);
  }

  /** Few words, so that texts share runs of any length. */
  private static List<String> texts(SplittableRandom random, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                IntStream.range(0, 3 + random.nextInt(25))
                    .mapToObj(word -> "abc".substring(random.nextInt(3)).substring(0, 1))
                    .collect(Collectors.joining(" ")))
        .distinct()
        .toList();
  }

  /** The share of an instance's words that stand in runs which the text holds too. */
  private static double covered(String instance, String text, int words) {
    List<String> all = Arrays.asList(instance.split(" "));
    int length = Math.min(words, all.size());
    Set<Integer> places = new HashSet<>();
    for (int start = 0; start + length <= all.size(); start++) {
      String run = String.join(" ", all.subList(start, start + length));
      if ((" " + text + " ").contains(" " + run + " ")) {
        IntStream.range(start, start + length).forEach(places::add);
      }
    }

    return (double) places.size() / all.size();
  }
}
